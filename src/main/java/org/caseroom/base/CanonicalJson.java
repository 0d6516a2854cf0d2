package org.caseroom.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Canonical JSON (Matrix specification, appendices, "Canonical JSON"): the one byte form of a value
 * that hashes and signatures are taken of. Keys are sorted by Unicode code point, there is no white
 * space, strings are escaped as little as JSON allows, and numbers are integers within plus or minus
 * 2^53 - 1.
 */
public final class CanonicalJson {
  /** The largest integer that canonical JSON holds: 2^53 - 1. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  private static final BigInteger MAX = BigInteger.valueOf(MAX_INTEGER);

  /** Orders as code points do: surrogates sort after the rest of the basic plane. */
  private static final Comparator<String> BY_CODE_POINT = CanonicalJson::compareCodePoints;

  private CanonicalJson() {}

  /**
   * Encodes a value.
   *
   * @throws Problem {@code M_BAD_JSON} for a fraction, an integer out of range, or a lone surrogate
   */
  public static byte[] encode(JsonNode value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    write(value, out);
    return out.toByteArray();
  }

  /** Encodes a value as text; see {@link #encode}. */
  public static String encodeToString(JsonNode value) {
    return new String(encode(value), StandardCharsets.UTF_8);
  }

  private static void write(JsonNode value, ByteArrayOutputStream out) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, out);
      case ARRAY -> {
        out.write('[');
        for (int i = 0; i < value.size(); i++) {
          if (i > 0) {
            out.write(',');
          }
          write(value.get(i), out);
        }
        out.write(']');
      }
      case STRING -> writeString(value.textValue(), out);
      case NUMBER -> ascii(integer(value), out);
      case BOOLEAN -> ascii(value.booleanValue() ? "true" : "false", out);
      case NULL -> ascii("null", out);
      default -> throw Problem.badJson("This value has no place in JSON.");
    }
  }

  private static void writeObject(JsonNode value, ByteArrayOutputStream out) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
    fields.sort(Map.Entry.comparingByKey(BY_CODE_POINT));
    out.write('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : fields) {
      if (!first) {
        out.write(',');
      }
      first = false;
      writeString(field.getKey(), out);
      out.write(':');
      write(field.getValue(), out);
    }
    out.write('}');
  }

  private static String integer(JsonNode number) {
    if (number.isIntegralNumber()) {
      BigInteger value = number.bigIntegerValue();
      if (value.abs().compareTo(MAX) <= 0) {
        return value.toString();
      }
      throw Problem.badJson("A number is outside of plus or minus 2^53 - 1.");
    }
    // 1.0 and 1e3 are integers written as fractions: the specification's reference encoder keeps
    // the value, and refuses what has a real fraction.
    try {
      BigDecimal value = number.decimalValue();
      if (value.precision() - value.scale() <= 17) {
        BigInteger whole = value.toBigIntegerExact();
        if (whole.abs().compareTo(MAX) <= 0) {
          return whole.toString();
        }
      }
    } catch (ArithmeticException | NumberFormatException fraction) {
      throw Problem.badJson("Numbers in events are whole numbers; send a fraction as text.");
    }
    throw Problem.badJson("A number is outside of plus or minus 2^53 - 1.");
  }

  private static void writeString(String text, ByteArrayOutputStream out) {
    out.write('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> ascii("\\\"", out);
        case '\\' -> ascii("\\\\", out);
        case '\b' -> ascii("\\b", out);
        case '\t' -> ascii("\\t", out);
        case '\n' -> ascii("\\n", out);
        case '\f' -> ascii("\\f", out);
        case '\r' -> ascii("\\r", out);
        default -> {
          if (c < 0x20) {
            ascii(String.format("\\u%04x", (int) c), out);
          } else if (c < 0x80) {
            out.write(c);
          } else {
            i = writeWide(text, i, out);
          }
        }
      }
    }
    out.write('"');
  }

  /** Writes the code point at {@code i} as UTF-8 and returns the index of its last char. */
  private static int writeWide(String text, int i, ByteArrayOutputStream out) {
    int codePoint = text.codePointAt(i);
    if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
      throw Problem.badJson("A text holds half of a surrogate pair, which is no character.");
    }
    int width = Character.charCount(codePoint);
    out.writeBytes(text.substring(i, i + width).getBytes(StandardCharsets.UTF_8));
    return i + width - 1;
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); i++) {
      out.write(text.charAt(i));
    }
  }

  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
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
