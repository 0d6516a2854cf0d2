package org.caseroom.bots.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;

/**
 * What a bot says, from its message files: a key and a text with {@code {placeholders}}, in each
 * language and each style. The files are checked as a whole when they are read, so that a slip in
 * wording is found at the start and not in a family's room.
 */
public final class Messages {
  /** A wording: a language and how easy it is to read. */
  public enum Style {
    /** English. */
    PLAIN("en", false, false),
    /** English in easy read. */
    EASY_READ("en-easyread", true, false),
    /** Welsh. */
    WELSH("cy", false, true),
    /** Welsh in easy read. */
    WELSH_EASY_READ("cy-easyread", true, true);

    private final String file;
    private final boolean easyRead;
    private final boolean welsh;

    Style(String file, boolean easyRead, boolean welsh) {
      this.file = file;
      this.easyRead = easyRead;
      this.welsh = welsh;
    }

    /** The wording of a language and a style. */
    public static Style of(boolean easyRead, boolean welsh) {
      return welsh ? (easyRead ? WELSH_EASY_READ : WELSH) : easyRead ? EASY_READ : PLAIN;
    }

    /** The name of its file, without {@code .yaml}. */
    public String file() {
      return file;
    }

    /** Whether it is in easy read. */
    public boolean isEasyRead() {
      return easyRead;
    }

    /** Whether it is in Welsh. */
    public boolean isWelsh() {
      return welsh;
    }

    /** The language, as dates and lists are written in it. */
    public Locale locale() {
      return welsh ? WELSH_LOCALE : Locale.UK;
    }
  }

  private static final Locale WELSH_LOCALE = Locale.forLanguageTag("cy-GB");

  /** What stands between braces. */
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  private final Map<Style, Map<String, String>> texts;

  private Messages(Map<Style, Map<String, String>> texts) {
    this.texts = texts;
  }

  /**
   * Reads the message files of a bot: one for each {@link Style}.
   *
   * @param folder the bot's {@code messages} folder
   * @param keys the messages that the bot can say; each stands in every file
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file and line of the first mistake
   */
  public static Messages load(Path folder, List<MessageKey> keys) {
    MessageFile.checkNames(folder);
    Map<Style, Map<String, String>> texts = new EnumMap<>(Style.class);
    for (Style style : Style.values()) {
      texts.put(style, MessageFile.read(folder.resolve(style.file + ".yaml"), keys));
    }
    return new Messages(texts);
  }

  /** These messages and the ones that every bot has. */
  public Messages and(Messages common) {
    Map<Style, Map<String, String>> both = new EnumMap<>(Style.class);
    for (Style style : Style.values()) {
      Map<String, String> all = new LinkedHashMap<>(common.of(style));
      all.putAll(of(style));
      both.put(style, all);
    }
    return new Messages(both);
  }

  private Map<String, String> of(Style style) {
    return texts.getOrDefault(style, Map.of());
  }

  /**
   * Fills in a message.
   *
   * @param style the wording
   * @param values a value for every placeholder that the text uses
   */
  public String text(MessageKey key, Style style, Map<String, String> values) {
    String template = of(style).get(key.name());
    if (template == null) {
      throw new IllegalArgumentException("message " + key.name() + " was not declared");
    }
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            match -> {
              String value = values.get(match.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    "message " + key.name() + " needs a value for " + match.group(1));
              }
              return Matcher.quoteReplacement(value);
            })
        .strip();
  }

  /**
   * Whether what somebody wrote is one of the words that a message lists, with commas between them,
   * in any language: {@code yes, ja, ie}. Case, and punctuation around it, do not matter.
   */
  public boolean lists(MessageKey key, String written) {
    String word = bare(written);
    List<String> words = new ArrayList<>();
    for (Style style : Style.values()) {
      Arrays.stream(text(key, style, Map.of()).split(",")).map(Messages::bare).forEach(words::add);
    }
    return !word.isEmpty() && words.contains(word);
  }

  private static String bare(String written) {
    return written
        .replace("\uFE0F", "")
        .replace('\u2019', '\'')
        .replaceAll("^[\\s\\p{P}&&[^']]+|[\\s\\p{P}]+$", "")
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }
}
