package org.caseroom.rooms;

import org.caseroom.base.Json;
import org.jspecify.annotations.Nullable;

/**
 * An event as its text in the database, canonical JSON that this server wrote, with what is always
 * needed picked out of it. A room's history is read far more often than looked into: a tree for
 * each event took most of the time, and four times the memory.
 */
final class EventText {
  private final String text;
  private int at = 1;

  private String type = "";
  private String sender = "";
  private @Nullable String stateKey;
  private long originServerTs;
  private int contentStart;
  private int contentEnd;

  private EventText(String text) {
    this.text = text;
  }

  /** Looks through a text; null when it is not in the form that this server writes. */
  static @Nullable EventText scan(String text) {
    EventText event = new EventText(text);
    try {
      return event.scan() ? event : null;
    } catch (StringIndexOutOfBoundsException | NumberFormatException notOurs) {
      return null;
    }
  }

  private boolean scan() {
    if (text.charAt(0) != '{') {
      return false;
    }
    while (text.charAt(at) == '"') {
      int keyStart = at + 1;
      int keyEnd = text.indexOf('"', keyStart);
      int start = keyEnd + 2;
      if (keyEnd < 0 || text.charAt(keyEnd + 1) != ':') {
        return false;
      }
      at = start;
      skipValue();
      take(keyStart, keyEnd - keyStart, start, at);
      if (text.charAt(at) == '}') {
        return contentEnd > 0 && !type.isEmpty() && !sender.isEmpty();
      }
      at++;
    }
    return false;
  }

  private void take(int key, int length, int start, int end) {
    if (is("type", key, length)) {
      type = string(start, end);
    } else if (is("content", key, length)) {
      contentStart = start;
      contentEnd = text.charAt(start) == '{' ? end : 0;
    } else if (is("sender", key, length)) {
      sender = string(start, end);
    } else if (is("state_key", key, length)) {
      stateKey = text.charAt(start) == '"' ? string(start, end) : null;
    } else if (is("origin_server_ts", key, length)) {
      originServerTs = Long.parseLong(text, start, end, 10);
    }
  }

  private boolean is(String name, int key, int length) {
    return length == name.length() && text.startsWith(name, key);
  }

  private String string(int start, int end) {
    String plain = text.substring(start + 1, end - 1);
    return plain.indexOf('\\') < 0 ? plain : Json.parse(text.substring(start, end)).textValue();
  }

  private void skipValue() {
    char first = text.charAt(at);
    if (first == '"') {
      skipString();
    } else if (first == '{' || first == '[') {
      skipNested();
    } else {
      char c = first;
      while (c != ',' && c != '}' && c != ']') {
        c = text.charAt(++at);
      }
    }
  }

  private void skipNested() {
    int depth = 0;
    do {
      switch (text.charAt(at)) {
        case '"' -> {
          skipString();
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
  }

  private void skipString() {
    int end = at;
    boolean escaped;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) {
        throw new StringIndexOutOfBoundsException();
      }
      int backslashes = 0;
      while (text.charAt(end - 1 - backslashes) == '\\') {
        backslashes++;
      }
      escaped = backslashes % 2 == 1;
    } while (escaped);
    at = end + 1;
  }

  String text() {
    return text;
  }

  /** The content as JSON text. */
  String content() {
    return text.substring(contentStart, contentEnd);
  }

  String type() {
    return type;
  }

  String sender() {
    return sender;
  }

  @Nullable String stateKey() {
    return stateKey;
  }

  long originServerTs() {
    return originServerTs;
  }
}
