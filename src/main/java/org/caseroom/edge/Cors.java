package org.caseroom.edge;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** What lets a web client of another site in (Matrix client-server API, "Web Browser Clients"). */
final class Cors {
  private static final AsciiString ORIGIN = AsciiString.cached("access-control-allow-origin");
  private static final AsciiString METHODS = AsciiString.cached("access-control-allow-methods");
  private static final AsciiString HEADERS = AsciiString.cached("access-control-allow-headers");
  private static final AsciiString MAX_AGE = AsciiString.cached("access-control-max-age");
  private static final AsciiString ANY = AsciiString.cached("*");
  private static final AsciiString ALL_METHODS =
      AsciiString.cached("GET, POST, PUT, DELETE, OPTIONS");
  private static final AsciiString ALL_HEADERS =
      AsciiString.cached("X-Requested-With, Content-Type, Authorization");

  private Cors() {}

  static void addTo(HttpHeaders headers) {
    headers.set(ORIGIN, ANY).set(METHODS, ALL_METHODS).set(HEADERS, ALL_HEADERS);
  }

  /** Answers a browser that asks first. */
  static Mono<Void> preflight(HttpServerResponse response) {
    addTo(response.responseHeaders());
    response.responseHeaders().set(MAX_AGE, AsciiString.cached("86400"));
    return response.status(204).send();
  }
}
