package org.caseroom.edge;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Carries Matrix requests to their endpoints and the answers back. */
final class MatrixGate {
  private static final byte[] NO_BYTES = {};

  private final RouteTable routes;
  private final Authenticator authenticator;
  private final EdgeSettings.Limits limits;
  private final RateLimits rates;
  private final Path uploads;
  private final Workers workers;
  private final Scheduler files;
  private final Set<CompletableFuture<MatrixResponse>> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean released;

  MatrixGate(
      Api api, EdgeSettings.Limits limits, RateLimits rates, Workers workers, Scheduler files) {
    this.rates = rates;
    this.routes = new RouteTable(api.endpoints());
    this.authenticator = api.authenticator();
    this.uploads = api.uploads();
    this.limits = limits;
    this.workers = workers;
    this.files = files;
  }

  /**
   * What is carried.
   *
   * @param endpoints the operations
   * @param authenticator tells whose token it is
   * @param uploads an existing folder for files on their way in; on the same disk as the media, so
   *     that they can be moved
   */
  record Api(List<Endpoint> endpoints, Authenticator authenticator, Path uploads) {}

  /** Answers a request. */
  Mono<Void> handle(
      HttpServerRequest request, HttpServerResponse response, Target target, Peer peer) {
    if (request.method().equals(HttpMethod.OPTIONS)) {
      return Cors.preflight(response);
    }
    Exchange exchange;
    try {
      rates.enter(peer.address());
      exchange = exchange(request, response, target, peer);
    } catch (Problem problem) {
      return Answers.of(problem).send(request, response, files);
    }
    String what = request.method() + " " + target.path();
    return answer(exchange, request)
        .onErrorResume(
            error -> {
              if (isGone(error)) {
                return Mono.empty();
              }
              response.keepAlive(!isUnread(error));
              return Mono.just(Answers.of(error, what));
            })
        .flatMap(answer -> answer.send(request, response, files));
  }

  /** Answers everybody who is still waiting: the server is about to stop. */
  void release() {
    released = true;
    pending.forEach(future -> future.completeExceptionally(stopping()));
  }

  static Problem stopping() {
    return Problem.of(503, "M_UNKNOWN", "This server is stopping: try again in a little while.");
  }

  private Exchange exchange(
      HttpServerRequest request, HttpServerResponse response, Target target, Peer peer) {
    RouteTable.Match match = routes.match(request.method().name(), target.segments());
    Endpoint endpoint = match.endpoint();
    if (endpoint != null) {
      return new Exchange(
          match, endpoint, target, request.requestHeaders(), request.method().name(), peer);
    }
    rates.count(RateClass.OTHER, null, peer.address());
    if (match.allowed().isEmpty()) {
      throw Problem.of(
          404, "M_UNRECOGNIZED", "This server has nothing at this address: check the path.");
    }
    response.header(HttpHeaderNames.ALLOW, String.join(", ", match.allowed()));
    throw Problem.of(
        405,
        "M_UNRECOGNIZED",
        "This address does not take "
            + request.method()
            + ": use "
            + String.join(" or ", match.allowed())
            + ".");
  }

  private Mono<Answer> answer(Exchange exchange, HttpServerRequest request) {
    Endpoint.Body body = exchange.endpoint.body();
    if (body == Endpoint.Body.FILE) {
      exchange.peer.guard().expectBody(limits.fileTime());
      // Who may not send a file is told so before it is taken in.
      return this.<Void>onWorker(
              sink -> {
                exchange.caller();
                sink.success();
              })
          .then(Mono.defer(() -> Bodies.toFile(request, uploads, limits.fileBytes(), files)))
          .flatMap(file -> call(exchange, NO_BYTES, file).doFinally(done -> Bodies.delete(file)));
    }
    if (body == Endpoint.Body.JSON) {
      exchange.peer.guard().expectBody(limits.bodyTime());
      return Bodies.inMemory(request, limits.jsonBytes())
          .flatMap(bytes -> call(exchange, bytes, null));
    }
    return call(exchange, NO_BYTES, null);
  }

  private Mono<Answer> call(Exchange exchange, byte[] body, @Nullable Path file) {
    exchange.peer.guard().bodyComplete();
    return onWorker(sink -> run(exchange, body, file, sink));
  }

  private <T> Mono<T> onWorker(Consumer<MonoSink<T>> work) {
    return Mono.create(
        sink ->
            workers.execute(
                () -> {
                  try {
                    work.accept(sink);
                  } catch (RuntimeException e) {
                    sink.error(e);
                  }
                }));
  }

  private void run(Exchange exchange, byte[] body, @Nullable Path file, MonoSink<Answer> sink) {
    EventLoop loop = exchange.peer.channel().eventLoop();
    boolean gzip = exchange.acceptsGzip();
    String what = exchange.method + " " + exchange.endpoint.path();
    CompletableFuture<MatrixResponse> future =
        exchange.endpoint.handler().handle(exchange.request(body, file)).toCompletableFuture();
    if (future.isDone()) {
      sink.success(encode(future, gzip, what));
      return;
    }
    exchange.forget();
    pending.add(future);
    // When the client goes away, so does the reason to wait.
    sink.onCancel(() -> future.cancel(false));
    future.whenComplete(
        (response, error) -> {
          pending.remove(future);
          if (!future.isCancelled()) {
            loop.execute(() -> sink.success(encode(future, gzip, what)));
          }
        });
    if (released) {
      // It came between the release of the others and the end.
      future.completeExceptionally(stopping());
    }
  }

  private static Answer encode(CompletableFuture<MatrixResponse> done, boolean gzip, String what) {
    try {
      return Answers.of(done.join(), gzip);
    } catch (RuntimeException e) {
      return Answers.of(e, what);
    }
  }

  /** Whether the client went away, so that there is nobody to answer. */
  private static boolean isGone(Throwable error) {
    return error instanceof AbortedException || error instanceof IOException;
  }

  /** Whether the rest of the request is better not waited for. */
  private static boolean isUnread(Throwable error) {
    return error instanceof Problem problem && problem.status() == 413;
  }

  /**
   * Who is at the other end.
   *
   * @param channel the connection
   * @param guard its guard
   * @param address the client's real address
   */
  record Peer(Channel channel, ConnectionGuard guard, String address) {}

  /** A request on its way to its endpoint. */
  private final class Exchange {
    private final Endpoint endpoint;
    private final RateClass rateClass;
    private final String method;
    private boolean counted;
    private final Peer peer;
    private @Nullable Target target;
    private @Nullable Map<String, String> parameters;
    private @Nullable Map<String, List<String>> query;
    private @Nullable HttpHeaders headers;

    Exchange(
        RouteTable.Match match,
        Endpoint endpoint,
        Target target,
        HttpHeaders headers,
        String method,
        Peer peer) {
      this.endpoint = endpoint;
      this.target = target;
      this.parameters = match.parameters();
      this.rateClass = match.rateClass();
      this.headers = headers;
      this.method = method;
      this.peer = peer;
    }

    /** Lets go of all that is not needed for the answer: a browser's headers alone are 1 KB. */
    void forget() {
      requireNonNull(headers).clear();
      headers = null;
      target = null;
      parameters = null;
      query = null;
    }

    MatrixRequest request(byte[] body, @Nullable Path file) {
      Target asked = requireNonNull(target);
      MatrixRequest.Caller caller = caller();
      return new MatrixRequest(
          method,
          asked.path(),
          requireNonNull(parameters),
          query(),
          headerMap(),
          body.length == 0 ? Json.object() : Json.parseObject(body),
          file,
          caller,
          peer.address());
    }

    /** Who asks; whoever it is, the request counts, and one with a bad token too. */
    MatrixRequest.@Nullable Caller caller() {
      MatrixRequest.Caller caller;
      try {
        caller = authenticated();
      } catch (Problem refusal) {
        count(null);
        throw refusal;
      }
      count(caller == null ? service() : caller);
      return caller;
    }

    /**
     * The application service that makes or signs in one of its users: it shows its token where
     * nobody else has one yet.
     */
    private MatrixRequest.@Nullable Caller service() {
      if (rateClass != RateClass.REGISTRATION && rateClass != RateClass.SIGN_IN) {
        return null;
      }
      Secret token = Tokens.of(requireNonNull(headers), requireNonNull(target));
      try {
        return token == null
            ? null
            : authenticator
                .authenticate(token, peer.address(), query())
                .filter(caller -> caller.service() != null)
                .orElse(null);
      } catch (Problem notGoodForThis) {
        return null;
      }
    }

    private void count(MatrixRequest.@Nullable Caller caller) {
      if (!counted) {
        counted = true;
        rates.count(rateClass, caller, peer.address());
      }
    }

    private MatrixRequest.@Nullable Caller authenticated() {
      if (endpoint.access() == Endpoint.Access.PUBLIC) {
        return null;
      }
      Secret token = Tokens.of(requireNonNull(headers), requireNonNull(target));
      if (token == null) {
        if (endpoint.access() == Endpoint.Access.OPTIONAL) {
          return null;
        }
        throw Problem.of(
            401, "M_MISSING_TOKEN", "Sign in first: this request has no access token.");
      }
      return authenticator
          .authenticate(token, peer.address(), query())
          .orElseThrow(
              () ->
                  Problem.of(
                          401,
                          "M_UNKNOWN_TOKEN",
                          "This access token is not, or no longer, good: sign in again.")
                      .with("soft_logout", Json.mapper().getNodeFactory().booleanNode(false)));
    }

    boolean acceptsGzip() {
      String accepted = requireNonNull(headers).get(HttpHeaderNames.ACCEPT_ENCODING);
      return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    /** The query, taken apart once. */
    private Map<String, List<String>> query() {
      if (query == null) {
        query = requireNonNull(target).parameters();
      }
      return query;
    }

    private Map<String, String> headerMap() {
      Map<String, String> map = new HashMap<>();
      requireNonNull(headers)
          .forEach(
              header ->
                  map.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
      return map;
    }
  }
}
