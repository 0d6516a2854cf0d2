package org.caseroom.edge;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.matrix.MatrixRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * The live WebSocket for pages: one sync-shaped JSON frame per change.
 *
 * <p>The next frame is asked for only when the last one has been written, so a slow reader never
 * has more than one frame waiting. One who leaves a frame unread for too long is told to start
 * afresh ({@code {"resync":true}}) and let go.
 */
final class LiveGate {
  static final String PATH = "/_caseroom/live";

  private static final Logger LOG = LoggerFactory.getLogger(LiveGate.class);
  private static final String RESYNC = "{\"resync\":true}";

  private final LiveSource source;
  private final Authenticator authenticator;
  private final Workers workers;
  private final Timing timing;

  LiveGate(LiveSource source, Authenticator authenticator, Workers workers, Timing timing) {
    this.source = source;
    this.authenticator = authenticator;
    this.workers = workers;
    this.timing = timing;
  }

  /**
   * When things happen on a live connection.
   *
   * @param ping how often the other end is pinged; an idle connection is noticed by it, here and in
   *     the proxies between
   * @param stall how long a frame may stay unread
   * @param turn how often the session is looked at again when nothing happens
   */
  record Timing(Duration ping, Duration stall, Duration turn) {}

  /** Opens a live connection. */
  Mono<Void> handle(
      HttpServerRequest request,
      HttpServerResponse response,
      Target target,
      String address,
      Scheduler files) {
    Secret token;
    try {
      token = token(request.requestHeaders(), target);
    } catch (Problem problem) {
      return Answers.of(problem).send(request, response, files);
    }
    String since =
        target.parameters().getOrDefault("since", List.of()).stream().findFirst().orElse(null);
    return authenticate(token, address)
        .flatMap(
            caller ->
                caller.isEmpty()
                    ? Answers.of(unknown()).send(request, response, files)
                    : response.sendWebsocket(
                        (in, out) -> converse(in, out, new Follower(token, address, since)),
                        WebsocketServerSpec.builder()
                            .maxFramePayloadLength(4_096)
                            .handlePing(false)
                            .build()))
        .onErrorResume(
            Problem.class, problem -> Answers.of(problem).send(request, response, files));
  }

  /** One who follows, and the place that they have got to. */
  private static final class Follower {
    private final Secret token;
    private final String address;
    private @Nullable String since;

    Follower(Secret token, String address, @Nullable String since) {
      this.token = token;
      this.address = address;
      this.since = since;
    }
  }

  private Mono<Void> converse(WebsocketInbound in, WebsocketOutbound out, Follower follower) {
    // The handshake is done: a browser's headers alone are 1 KB for as long as it is connected.
    in.headers().clear();
    // What pages send is not asked for; reading it notices when they go.
    Mono<Void> gone = in.receiveFrames().then();
    Mono<Void> pings =
        Flux.interval(timing.ping())
            .onBackpressureDrop()
            .concatMap(tick -> write(out, new PingWebSocketFrame()), 1)
            .then();
    Mono<Void> frames =
        Mono.defer(() -> turn(out, follower))
            .repeat()
            .then()
            .onErrorResume(error -> farewell(in, out, error));
    return Mono.firstWithSignal(gone, pings, frames);
  }

  /** Waits for one frame and writes it. */
  private Mono<Void> turn(WebsocketOutbound out, Follower follower) {
    return authenticate(follower.token, follower.address)
        .flatMap(
            caller ->
                caller.map(known -> next(known, follower)).orElseGet(() -> Mono.error(unknown())))
        .flatMap(
            frame -> {
              follower.since = frame.next();
              return frame.news() ? writeInTime(out, frame.json()) : Mono.empty();
            });
  }

  private Mono<LiveSource.Frame> next(MatrixRequest.Caller caller, Follower follower) {
    return Mono.create(
        sink ->
            workers.execute(
                () -> {
                  try {
                    CompletableFuture<LiveSource.Frame> future =
                        source.next(caller, follower.since, timing.turn()).toCompletableFuture();
                    sink.onCancel(() -> future.cancel(false));
                    future.whenComplete(
                        (frame, error) -> {
                          if (error != null) {
                            sink.error(error);
                          } else {
                            sink.success(frame);
                          }
                        });
                  } catch (RuntimeException e) {
                    sink.error(e);
                  }
                }));
  }

  private Mono<Optional<MatrixRequest.Caller>> authenticate(Secret token, String address) {
    return Mono.create(
        sink ->
            workers.execute(
                () -> {
                  try {
                    sink.success(authenticator.authenticate(token, address, Map.of()));
                  } catch (RuntimeException e) {
                    sink.error(e);
                  }
                }));
  }

  private Mono<Void> writeInTime(WebsocketOutbound out, byte[] json) {
    return write(out, new TextWebSocketFrame(Unpooled.wrappedBuffer(json))).timeout(timing.stall());
  }

  private static Mono<Void> write(WebsocketOutbound out, WebSocketFrame frame) {
    return out.sendObject(frame).then();
  }

  /** Says why it ends, and ends it whether or not that is read. */
  private Mono<Void> farewell(WebsocketInbound in, WebsocketOutbound out, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    Mono<Void> last;
    if (cause instanceof TimeoutException) {
      last = say(out, RESYNC, 1013, "Read faster, or start afresh");
    } else if (cause instanceof Problem problem && problem.status() == 401) {
      last = say(out, Json.write(problem.toMatrixJson()), 1008, "Signed out");
    } else if (cause instanceof Problem) {
      last = say(out, RESYNC, 1013, "Start afresh");
    } else {
      String reference = Faults.reference();
      LOG.error("Fault {} on a live connection", reference, cause);
      last = say(out, RESYNC, 1011, "Fault " + reference);
    }
    return last.timeout(Duration.ofSeconds(5))
        .onErrorResume(unread -> Mono.empty())
        .doFinally(done -> in.withConnection(Connection::dispose));
  }

  private static Mono<Void> say(WebsocketOutbound out, String text, int code, String reason) {
    return write(out, new TextWebSocketFrame(text))
        .then(Mono.defer(() -> write(out, new CloseWebSocketFrame(code, reason))));
  }

  /**
   * The token of whoever connects. With a cookie, which a browser sends along for any site that
   * asks it to connect, the page has to be one of ours.
   */
  private static Secret token(HttpHeaders headers, Target target) {
    if (!"websocket".equalsIgnoreCase(headers.get(HttpHeaderNames.UPGRADE))) {
      throw Problem.of(
          426, "M_UNRECOGNIZED", "This address speaks WebSocket only: connect to it as such.");
    }
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !isSameSite(origin, headers.get(HttpHeaderNames.HOST))) {
      throw Problem.forbidden("Pages of other sites may not connect here.");
    }
    Secret token = Tokens.of(headers, target);
    if (token == null && origin != null) {
      token = Tokens.ofCookie(headers);
    }
    if (token == null) {
      throw Problem.of(401, "M_MISSING_TOKEN", "Sign in first: this request has no access token.");
    }
    return token;
  }

  private static boolean isSameSite(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Problem unknown() {
    return Problem.of(
        401, "M_UNKNOWN_TOKEN", "This access token is not, or no longer, good: sign in again.");
  }
}
