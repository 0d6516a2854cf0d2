package org.caseroom.matrix.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file that a request asks for (RFC 9110, section 14).
 *
 * @param from where it begins, bytes from the start
 * @param length how many bytes; none when the request asks for what lies beyond the end
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE =
      Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

  /**
   * The part to send. Nothing stands for the whole: without the header, with one that is not
   * understood or that asks for several parts at once (players and downloads never do, and a
   * careless one can make a small request cost much), and where {@code If-Range} names another
   * version of the file.
   *
   * @param header the header {@code Range}
   * @param ifRange the header {@code If-Range}
   * @param etag the file's tag
   * @param whole the file's length, bytes
   */
  static Optional<ByteRange> of(
      @Nullable String header, @Nullable String ifRange, String etag, long whole) {
    if (header == null || (ifRange != null && !ifRange.strip().equals(etag))) {
      return Optional.empty();
    }
    Matcher matcher = ONE.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long length = Math.min(whole, Long.parseLong(matcher.group(2)));
      return Optional.of(new ByteRange(whole - length, length));
    }
    long from = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    if (last < from) {
      return Optional.empty();
    }
    return Optional.of(
        from >= whole
            ? new ByteRange(whole, 0)
            : new ByteRange(from, Math.min(last, whole - 1) - from + 1));
  }

  /** Whether there is nothing to send. */
  boolean isUnsatisfiable() {
    return length == 0;
  }

  /** The header {@code Content-Range}. */
  String header(long whole) {
    return isUnsatisfiable()
        ? "bytes */" + whole
        : "bytes " + from + "-" + (from + length - 1) + "/" + whole;
  }
}
