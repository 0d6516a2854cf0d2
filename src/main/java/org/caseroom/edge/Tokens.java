package org.caseroom.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.List;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/** Finds the access token in a request. */
final class Tokens {
  /** The cookie that pages keep their session in. */
  private static final String COOKIE = "caseroom_session";

  private static final String BEARER = "Bearer ";

  private Tokens() {}

  /** The token of a Matrix request: in the header, or in the query as older clients send it. */
  static @Nullable Secret of(HttpHeaders headers, Target target) {
    String header = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return secret(header.substring(BEARER.length()).strip());
    }
    if (!target.query().contains("access_token=")) {
      return null;
    }
    List<String> values = target.parameters().get("access_token");
    return values == null ? null : secret(values.get(0));
  }

  /** The token in the cookie of a page's session. */
  static @Nullable Secret ofCookie(HttpHeaders headers) {
    String header = headers.get(HttpHeaderNames.COOKIE);
    if (header == null) {
      return null;
    }
    for (Cookie cookie : ServerCookieDecoder.LAX.decode(header)) {
      if (cookie.name().equals(COOKIE)) {
        return secret(cookie.value());
      }
    }
    return null;
  }

  private static @Nullable Secret secret(String text) {
    return text.isEmpty() ? null : Secret.of(text);
  }
}
