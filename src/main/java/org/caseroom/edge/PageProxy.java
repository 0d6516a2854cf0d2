package org.caseroom.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Passes what is not Matrix to the page server on loopback, streamed both ways. */
final class PageProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageProxy.class);

  /** Headers that concern one connection only (RFC 9110, section 7.6.1), and those we set. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host");

  private static final String NOT_NOW =
      "This page is not available just now. Wait a minute, then load it again.";
  private static final String TOO_LONG = "This address is too long: shorten it.";

  /** The page server takes 8 KB of address and headers together. */
  private static final int LONGEST_ADDRESS = 4_096;

  private static final String NO_SUCH_ADDRESS = "No page has such an address: check it.";

  private final ConnectionProvider pool;
  private final HttpClient client;

  PageProxy(InetSocketAddress pages, LoopResources loops) {
    // The page server closes a connection that was idle for 30 s: ours are given up before, so that
    // no request meets a connection that is just being closed.
    pool =
        ConnectionProvider.builder("caseroom-pages")
            .maxConnections(64)
            .pendingAcquireMaxCount(1_024)
            .pendingAcquireTimeout(Duration.ofSeconds(10))
            .maxIdleTime(Duration.ofSeconds(15))
            .build();
    client =
        HttpClient.create(pool)
            .runOn(loops)
            .remoteAddress(() -> pages)
            .disableRetry(true)
            .responseTimeout(Duration.ofSeconds(60))
            .doOnResponse(PageProxy::notAfterRefusal);
  }

  /**
   * The page server closes a connection on which it has refused something unread, sometimes without
   * saying so: the next request must not meet it.
   */
  private static void notAfterRefusal(HttpClientResponse answer, Connection connection) {
    if (answer.status().code() >= 400) {
      connection.markPersistent(false);
    }
  }

  /** Passes a request on, and its answer back. */
  Mono<Void> handle(
      HttpServerRequest request, HttpServerResponse response, Target target, Origin origin) {
    if (target.text().length() > LONGEST_ADDRESS) {
      return say(414, TOO_LONG, request, response);
    }
    if (!isText(target)) {
      // The page server hangs up on it, or answers in a form of its own.
      return say(400, NO_SUCH_ADDRESS, request, response);
    }
    boolean mayRepeat =
        !hasBody(request.requestHeaders())
            && (request.method().equals(HttpMethod.GET)
                || request.method().equals(HttpMethod.HEAD));
    // A pooled connection may be closing just now: what only reads is asked once more.
    HttpClient.RequestSender sender =
        client
            .disableRetry(!mayRepeat)
            .headers(headers -> copyRequest(request.requestHeaders(), headers, origin))
            .request(request.method())
            .uri(target.text());
    HttpClient.ResponseReceiver<?> receiver =
        hasBody(request.requestHeaders())
            ? sender.send((out, outbound) -> outbound.send(request.receive().retain()))
            : sender;
    return receiver
        .response(
            (answer, body) -> {
              copyResponse(answer, response);
              return isBodiless(request.method(), answer)
                  ? response.send()
                  : response.send(body.retain(), any -> true).then();
            })
        .then()
        .onErrorResume(error -> failed(error, request, response, target));
  }

  private static boolean isText(Target target) {
    try {
      target.segments();
      return true;
    } catch (Problem broken) {
      return false;
    }
  }

  /**
   * Where a request really comes from.
   *
   * @param address the client's address
   * @param scheme {@code http} or {@code https}, as the client sees it
   */
  record Origin(String address, String scheme) {}

  @Override
  public void close() {
    pool.dispose();
  }

  private static void copyRequest(HttpHeaders from, HttpHeaders to, Origin origin) {
    copy(from, to);
    to.set("x-forwarded-for", origin.address());
    to.set("x-forwarded-proto", origin.scheme());
    String host = from.get(HttpHeaderNames.HOST);
    if (host != null) {
      to.set("x-forwarded-host", host);
    }
  }

  private static void copyResponse(HttpClientResponse from, HttpServerResponse to) {
    to.status(from.status());
    copy(from.responseHeaders(), to.responseHeaders());
  }

  private static void copy(HttpHeaders from, HttpHeaders to) {
    Set<String> named = new HashSet<>();
    for (String value : from.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : value.split(",")) {
        named.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    Set<String> fresh = new HashSet<>();
    from.forEach(
        header -> {
          String name = header.getKey().toLowerCase(Locale.ROOT);
          if (NOT_PASSED_ON.contains(name) || named.contains(name)) {
            return;
          }
          if (fresh.add(name)) {
            to.set(header.getKey(), header.getValue());
          } else {
            to.add(header.getKey(), header.getValue());
          }
        });
  }

  private static boolean hasBody(HttpHeaders headers) {
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || !"0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH, "0"));
  }

  private static boolean isBodiless(HttpMethod method, HttpClientResponse answer) {
    int status = answer.status().code();
    return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
  }

  private static Mono<Void> failed(
      Throwable error, HttpServerRequest request, HttpServerResponse response, Target target) {
    if (response.hasSentHeaders()) {
      return Mono.error(error);
    }
    LOG.warn(
        "The page server did not answer {} {}: {}",
        request.method(),
        // The codes in links are as good as passwords: they stay out of the log.
        target.path().replaceFirst("^(/(invitation|email)/).+", "$1..."),
        error.toString());
    return say(502, NOT_NOW, request, response);
  }

  private static Mono<Void> say(
      int status, String sentence, HttpServerRequest request, HttpServerResponse response) {
    boolean html = request.requestHeaders().get(HttpHeaderNames.ACCEPT, "").contains("text/html");
    byte[] body =
        (html ? page(sentence) : problem(status, sentence)).getBytes(StandardCharsets.UTF_8);
    response.status(status).responseHeaders().clear();
    response
        .header(
            HttpHeaderNames.CONTENT_TYPE,
            html ? "text/html; charset=utf-8" : "application/problem+json")
        .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
    return request.method().equals(HttpMethod.HEAD)
        ? response.send()
        : response.sendByteArray(Mono.just(body)).then();
  }

  private static String page(String sentence) {
    return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>Not available</title>"
        + "<h1>Not available</h1><p>"
        + sentence
        + "</p></html>";
  }

  private static String errcode(int status) {
    return switch (status) {
      case 400 -> "M_INVALID_PARAM";
      case 414 -> "M_TOO_LARGE";
      default -> "M_UNKNOWN";
    };
  }

  private static String problem(int status, String sentence) {
    return Json.write(
        Json.object()
            .put("type", "about:blank")
            .put("title", "Not available")
            .put("status", status)
            .put("detail", sentence)
            .put("errcode", errcode(status)));
  }
}
