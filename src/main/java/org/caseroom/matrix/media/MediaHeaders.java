package org.caseroom.matrix.media;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that a file is sent with, so that a browser does nothing with it that harms. */
final class MediaHeaders {
  private static final String POLICY =
      "sandbox; default-src 'none'; script-src 'none'; plugin-types application/pdf;"
          + " style-src 'unsafe-inline'; media-src 'self'; object-src 'self';";

  /** What a browser may show in place (specification, "Serving inline content"). */
  private static final Set<String> INLINE =
      Set.of(
          "text/css",
          "text/plain",
          "text/csv",
          "application/json",
          "application/ld+json",
          "image/jpeg",
          "image/gif",
          "image/png",
          "image/apng",
          "image/webp",
          "image/avif",
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/quicktime",
          "audio/mp4",
          "audio/webm",
          "audio/aac",
          "audio/mpeg",
          "audio/ogg",
          "audio/wave",
          "audio/wav",
          "audio/x-wav",
          "audio/x-pn-wav",
          "audio/flac",
          "audio/x-flac");

  /** What may stand in a header as it is (RFC 9110, "token"). */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

  private static final String UNESCAPED = "!#$&+-.^_`|~";

  private MediaHeaders() {}

  /**
   * The headers for a file.
   *
   * @param contentType its media type, as it was told
   * @param name its name
   * @param etag its tag
   */
  static Map<String, String> of(String contentType, @Nullable String name, String etag) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Disposition", disposition(contentType, name));
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cache-Control", "private, max-age=86400, immutable");
    headers.put("ETag", etag);
    return headers;
  }

  /** The media type as it is sent: a browser would take text without a charset for Latin-1. */
  static String sentType(String contentType) {
    String lower = contentType.toLowerCase(Locale.ROOT);
    return lower.startsWith("text/") && !lower.contains("charset=")
        ? contentType + "; charset=utf-8"
        : contentType;
  }

  private static String disposition(String contentType, @Nullable String name) {
    String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String kind = INLINE.contains(bare) ? "inline" : "attachment";
    if (name == null || name.isBlank()) {
      return kind;
    }
    return TOKEN.matcher(name).matches()
        ? kind + "; filename=" + name
        : kind + "; filename*=utf-8''" + extended(name);
  }

  /** The form for names in every script (RFC 8187). */
  private static String extended(String name) {
    StringBuilder text = new StringBuilder(name.length() * 3);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
      }
    }
    return text.toString();
  }

  /** Whether a client has this version already. */
  static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String known : ifNoneMatch.split(",", -1)) {
      String bare = known.strip();
      if (bare.equals("*") || bare.equals(etag) || bare.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
