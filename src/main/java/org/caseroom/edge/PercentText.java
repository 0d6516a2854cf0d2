package org.caseroom.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.caseroom.base.Problem;

/** Percent-encoded text of an address (RFC 3986, section 2.1), read strictly. */
final class PercentText {
  private PercentText() {}

  /**
   * Decodes a part of a path or a query.
   *
   * @param form whether {@code +} is a blank, as in queries that forms send
   * @throws Problem {@code M_INVALID_PARAM} for a broken escape, bytes that are no UTF-8, or a NUL,
   *     which no database text can hold
   */
  static String decode(String text, boolean form) {
    if (text.indexOf('%') < 0 && !(form && text.indexOf('+') >= 0) && isPlain(text)) {
      return text;
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw broken();
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c == '+' && form) {
        bytes[length++] = ' ';
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c <= 0xFF) {
        // The wire is read as Latin-1: a byte that somebody sent unescaped.
        bytes[length++] = (byte) c;
      } else {
        throw broken();
      }
    }
    return utf8(bytes, length);
  }

  private static String utf8(byte[] bytes, int length) {
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, 0, length))
              .toString();
      if (decoded.indexOf('\0') >= 0) {
        throw Problem.invalidParam("The address holds a NUL character: leave it out.");
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw broken();
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static Problem broken() {
    return Problem.invalidParam(
        "The address is not percent-encoded UTF-8: encode each of its parts.");
  }
}
