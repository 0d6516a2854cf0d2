package org.caseroom.matrix.preview;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;

/** The address of a web page as people write it, made strict. */
final class WebAddress {
  private static final int LONGEST = 2_000;
  private static final int MOST_PORT = 65_535;
  private static final Pattern PARTS =
      Pattern.compile("(?i)(https?)://([^/?#\\\\]+)(/[^?#]*)?(\\?[^#]*)?(#.*)?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+\\]|[^:\\[\\]]+)(:\\d{1,5})?");
  private static final String KEPT = "-._~!$&'()*+,;=:@/?#%";

  private WebAddress() {}

  /**
   * Reads an address.
   *
   * @throws Problem 400 {@code M_INVALID_PARAM} for what is no {@code http} or {@code https}
   *     address, or holds a name and password
   */
  static URI of(String text) {
    Matcher parts = PARTS.matcher(text.strip());
    if (text.length() > LONGEST || !parts.matches() || parts.group(2).contains("@")) {
      throw invalid();
    }
    String query = parts.group(4) == null ? "" : parts.group(4);
    String path = parts.group(3) == null ? "/" : parts.group(3);
    try {
      return new URI(
          parts.group(1).toLowerCase(Locale.ROOT)
              + "://"
              + authority(parts.group(2).toLowerCase(Locale.ROOT))
              + escaped(path)
              + escaped(query));
    } catch (URISyntaxException e) {
      throw invalid();
    }
  }

  private static String authority(String text) {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw invalid();
    }
    String port = host.group(2) == null ? "" : host.group(2);
    if (!port.isEmpty() && Integer.parseInt(port.substring(1)) > MOST_PORT) {
      throw invalid();
    }
    try {
      String name = host.group(1).startsWith("[") ? host.group(1) : IDN.toASCII(host.group(1));
      if (!name.matches("\\[.*\\]|[a-z0-9._-]+")) {
        throw invalid();
      }
      return name + port;
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** Escapes what may not stand in an address, and leaves what is escaped already. */
  static String escaped(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0)) {
        clean.append(c);
      } else {
        clean.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
      }
    }
    return clean.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  private static Problem invalid() {
    return Problem.invalidParam(
        "'url' should be the address of a web page, such as https://example.org/page.");
  }
}
