package org.caseroom.web;

import java.util.Map;

/** The words for codes of needs. */
final class NeedsWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("easy-read", "Easy read"),
          Map.entry("large-print", "Large print"),
          Map.entry("audio", "Audio"),
          Map.entry("braille", "Braille"),
          Map.entry("bsl-interpreter", "BSL interpreter"),
          Map.entry("deafblind-interpreter", "Deafblind interpreter"),
          Map.entry("lip-speaker", "Lip speaker"),
          Map.entry("note-taker", "Note taker"),
          Map.entry("spoken-interpreter", "Spoken language interpreter"),
          Map.entry("text-translator", "Translated text"),
          Map.entry("text", "Text message"),
          Map.entry("email", "Email"),
          Map.entry("letter", "Letter"),
          Map.entry("video", "Video call"),
          Map.entry("phone", "Telephone"));

  private NeedsWords() {}

  static String of(String code) {
    String word = WORDS.get(code);
    return word != null ? word : code.replace('-', ' ');
  }
}
