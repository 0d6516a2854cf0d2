package org.caseroom.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * Canonical JSON (Matrix specification, appendices, "Canonical JSON"): the one byte form of a value
 * that hashes and signatures are taken of. Keys are sorted by Unicode code point, there is no white
 * space, strings are escaped as little as JSON allows, and numbers are integers within plus or
 * minus 2^53 - 1.
 *
 * <p>Every event is encoded twice on its way into the log, so this writes straight into one byte
 * array and sorts only objects whose keys are not in order already.
 */
public final class CanonicalJson {
  /** The largest integer that canonical JSON holds: 2^53 - 1. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  private static final BigInteger MAX = BigInteger.valueOf(MAX_INTEGER);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Orders as code points do: surrogates sort after the rest of the basic plane. */
  private static final Comparator<String> BY_CODE_POINT = CanonicalJson::compareCodePoints;

  private byte[] bytes = new byte[1024];
  private int length;

  private CanonicalJson() {}

  /**
   * Encodes a value.
   *
   * @throws Problem {@code M_BAD_JSON} for a fraction, an integer out of range, or a lone surrogate
   */
  public static byte[] encode(JsonNode value) {
    return encodeWithout(value, Set.of());
  }

  /**
   * Encodes an object as if these keys were not at its top level: what hashes and signatures need,
   * without a copy.
   *
   * @throws Problem as {@link #encode}
   */
  public static byte[] encodeWithout(JsonNode object, Set<String> leftOut) {
    CanonicalJson out = new CanonicalJson();
    if (object.isObject()) {
      out.writeObject(object, leftOut);
    } else {
      out.write(object);
    }
    return Arrays.copyOf(out.bytes, out.length);
  }

  /** Encodes a value as text; see {@link #encode}. */
  public static String encodeToString(JsonNode value) {
    return new String(encode(value), StandardCharsets.UTF_8);
  }

  private void write(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, Set.of());
      case ARRAY -> writeArray(value);
      case STRING -> writeString(value.textValue());
      case NUMBER -> writeNumber(value);
      case BOOLEAN -> ascii(value.booleanValue() ? "true" : "false");
      case NULL -> ascii("null");
      default -> throw Problem.badJson("This value has no place in JSON.");
    }
  }

  private void writeArray(JsonNode array) {
    put('[');
    boolean first = true;
    for (JsonNode item : array) {
      if (!first) {
        put(',');
      }
      first = false;
      write(item);
    }
    put(']');
  }

  private void writeObject(JsonNode object, Set<String> leftOut) {
    put('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : sorted(object)) {
      if (leftOut.contains(field.getKey())) {
        continue;
      }
      if (!first) {
        put(',');
      }
      first = false;
      writeString(field.getKey());
      put(':');
      write(field.getValue());
    }
    put('}');
  }

  private static Iterable<Map.Entry<String, JsonNode>> sorted(JsonNode object) {
    Set<Map.Entry<String, JsonNode>> fields = object.properties();
    String before = null;
    for (Map.Entry<String, JsonNode> field : fields) {
      if (before != null && compareCodePoints(before, field.getKey()) > 0) {
        return fields.stream().sorted(Map.Entry.comparingByKey(BY_CODE_POINT)).toList();
      }
      before = field.getKey();
    }
    return fields;
  }

  private void writeNumber(JsonNode number) {
    if (number.isInt() || number.isLong()) {
      long value = number.longValue();
      if (value < -MAX_INTEGER || value > MAX_INTEGER) {
        throw outOfRange();
      }
      ascii(Long.toString(value));
    } else {
      ascii(integer(number));
    }
  }

  private static String integer(JsonNode number) {
    if (number.isIntegralNumber()) {
      return inRange(number.bigIntegerValue());
    }
    // 1.0 and 1e10 are integers written as fractions: the specification's examples keep the value.
    // What has a real fraction is refused.
    try {
      BigDecimal value = number.decimalValue();
      if (value.precision() - value.scale() > 17) {
        throw outOfRange();
      }
      return inRange(value.toBigIntegerExact());
    } catch (ArithmeticException | NumberFormatException fraction) {
      throw Problem.badJson("Numbers in events are whole numbers; send a fraction as text.");
    }
  }

  private static String inRange(BigInteger value) {
    if (value.abs().compareTo(MAX) > 0) {
      throw outOfRange();
    }
    return value.toString();
  }

  private static Problem outOfRange() {
    return Problem.badJson("A number is outside of plus or minus 2^53 - 1.");
  }

  private void writeString(String text) {
    put('"');
    int size = text.length();
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = writeWide(text, i);
      } else if (c < 0x20 || c == '"' || c == '\\') {
        writeEscaped(c);
      } else {
        put(c);
      }
    }
    put('"');
  }

  private void writeEscaped(char c) {
    put('\\');
    switch (c) {
      case '"', '\\' -> put(c);
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        ascii("u00");
        put(HEX[c >> 4]);
        put(HEX[c & 0xF]);
      }
    }
  }

  /** Writes the code point at {@code i} as UTF-8 and returns the index of its last char. */
  private int writeWide(String text, int i) {
    int codePoint = text.codePointAt(i);
    if (codePoint < 0x800) {
      put(0xC0 | (codePoint >> 6));
      put(0x80 | (codePoint & 0x3F));
      return i;
    }
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw Problem.badJson("A text holds half of a surrogate pair, which is no character.");
    }
    if (codePoint < 0x10000) {
      put(0xE0 | (codePoint >> 12));
    } else {
      put(0xF0 | (codePoint >> 18));
      put(0x80 | ((codePoint >> 12) & 0x3F));
    }
    put(0x80 | ((codePoint >> 6) & 0x3F));
    put(0x80 | (codePoint & 0x3F));
    return i + Character.charCount(codePoint) - 1;
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void put(int b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) b;
  }

  private static int compareCodePoints(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? Character.compare(x, y) : xHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
