package org.caseroom.matrix.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixResponse;

/**
 * The page that signs people in for clients that do not know how ("Login fallback"): it hands what
 * {@code /login} answered to the client that shows it.
 */
final class LoginFallbackApi {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline';"
              + " style-src 'unsafe-inline'; frame-ancestors 'none'",
          "Cache-Control",
          "no-store");

  private final byte[] page = page();

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "GET",
            "/_matrix/static/client/login",
            Access.PUBLIC,
            Body.NONE,
            request -> new MatrixResponse.Bytes(200, HEADERS, "text/html; charset=utf-8", page)));
  }

  private static byte[] page() {
    try (InputStream in = LoginFallbackApi.class.getResourceAsStream("login.html")) {
      return Objects.requireNonNull(in, "login.html").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
