package org.caseroom.edge;

import io.github.bucket4j.TimeMeter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Problem;
import org.caseroom.matrix.Endpoint;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/** The front door, open from {@link #open} to {@link #close}. */
public final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ClientAddress addresses;
  private final Connections connections;
  private final EdgeSettings settings;
  private final Workers workers;
  private final Scheduler files;
  private final LoopResources loops;
  private final MatrixGate matrix;
  private final LiveGate live;
  private final PageProxy pages;
  private final ScheduledExecutorService sweeper;
  private final DisposableServer server;
  private volatile boolean refusing;

  private Edge(EdgeSettings settings, Behind behind) {
    this.settings = settings;
    this.addresses = new ClientAddress(settings.trustedProxies());
    this.connections = new Connections(settings.limits(), addresses);
    this.workers =
        new Workers("caseroom-worker", settings.limits().workers(), settings.limits().queue());
    this.files = Schedulers.newBoundedElastic(4, 10_000, "caseroom-files", 30, true);
    this.loops = LoopResources.create("caseroom-edge", 1, 2, true);
    RateLimits rates = new RateLimits(settings.rates(), TimeMeter.SYSTEM_NANOTIME);
    this.matrix =
        new MatrixGate(
            new MatrixGate.Api(behind.endpoints(), behind.authenticator(), behind.uploads()),
            settings.limits(),
            rates,
            workers,
            files);
    this.live =
        new LiveGate(
            behind.live(),
            behind.authenticator(),
            workers,
            new LiveGate.Timing(
                Duration.ofSeconds(25), settings.limits().stallTime(), Duration.ofSeconds(30)));
    this.pages = new PageProxy(behind.pages(), loops);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "caseroom-sweeper");
              thread.setDaemon(true);
              return thread;
            });
    this.server = bind();
    sweeper.scheduleAtFixedRate(connections::sweep, 1, 1, TimeUnit.SECONDS);
    sweeper.scheduleAtFixedRate(rates::sweep, 1, 1, TimeUnit.MINUTES);
  }

  /**
   * What stands behind the door.
   *
   * @param endpoints the Matrix API
   * @param authenticator tells whose token it is
   * @param live where live frames come from
   * @param uploads an existing folder for files on their way in
   * @param pages where the page server listens
   */
  public record Behind(
      List<Endpoint> endpoints,
      Authenticator authenticator,
      LiveSource live,
      Path uploads,
      InetSocketAddress pages) {}

  /**
   * Opens the door.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_PORT} when the port cannot be had, {@code
   *     ORG.CASEROOM_SETTINGS} when the certificate or an address cannot be read
   */
  public static Edge open(EdgeSettings settings, Behind behind) {
    return new Edge(settings, behind);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** How many connections are open. */
  public int connections() {
    return connections.count();
  }

  /** Answers whoever comes from now on that the server is stopping. */
  public void refuse() {
    refusing = true;
  }

  /** Answers those who wait, and closes. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    matrix.release();
    try {
      server.disposeNow(PATIENCE);
    } catch (IllegalStateException e) {
      LOG.warn("Some clients did not take their answers before the stop");
    }
    pages.close();
    workers.close(PATIENCE);
    files.dispose();
    loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE.multipliedBy(2));
  }

  private DisposableServer bind() {
    try {
      return configured().bindNow();
    } catch (RuntimeException e) {
      closeAfterFailure();
      throw explained(e);
    }
  }

  private HttpServer configured() {
    HttpServer plain =
        HttpServer.create()
            .host(settings.host())
            .port(settings.port())
            .runOn(loops)
            .channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
            .option(ChannelOption.SO_BACKLOG, 4_096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .idleTimeout(settings.limits().idleTime())
            .httpRequestDecoder(
                spec -> spec.maxInitialLineLength(16 * 1024).maxHeaderSize(32 * 1024))
            .doOnChannelInit((observer, channel, peer) -> connections.admit(channel, peer))
            .handle(this::handle);
    Path certificate = settings.certificate();
    Path key = settings.key();
    if (certificate == null || key == null) {
      return plain;
    }
    SslProvider.GenericSslContextSpec<SslContextBuilder> tls =
        Http11SslContextSpec.forServer(certificate.toFile(), key.toFile());
    return plain.secure(spec -> spec.sslContext(tls));
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    Channel[] held = new Channel[1];
    request.withConnection(connection -> held[0] = connection.channel());
    Channel channel = held[0];
    ConnectionGuard guard = ConnectionGuard.of(channel);
    if (guard == null) {
      return Mono.empty();
    }
    guard.expectBody(settings.limits().bodyTime());
    String address = addresses.of(peer(channel), request.requestHeaders());
    MatrixGate.Peer client = new MatrixGate.Peer(channel, guard, address);
    // Never answered while the request is still being taken off the wire: reactor-netty loses the
    // next request of the connection when this one had been waiting behind another.
    return Mono.<Void>create(sink -> channel.eventLoop().execute(sink::success))
        .then(Mono.defer(() -> route(request, response, client)))
        .doFinally(done -> guard.answered());
  }

  private Mono<Void> route(
      HttpServerRequest request, HttpServerResponse response, MatrixGate.Peer peer) {
    Target target = Target.of(request.uri());
    if (refusing) {
      response.keepAlive(false);
      return Answers.of(MatrixGate.stopping()).send(request, response, files);
    }
    if (target.isUnder("/_matrix")
        || target.isUnder("/_synapse")
        || target.isUnder("/.well-known/matrix")) {
      return matrix.handle(request, response, target, peer);
    }
    if (target.path().equals(LiveGate.PATH)) {
      peer.guard().bodyComplete();
      return live.handle(request, response, target, peer.address(), files);
    }
    if (target.isUnder("/_caseroom")) {
      return Answers.of(
              Problem.of(404, "M_UNRECOGNIZED", "This server has nothing at this address."))
          .send(request, response, files);
    }
    peer.guard().expectBody(settings.limits().fileTime());
    return pages.handle(
        request, response, target, new PageProxy.Origin(peer.address(), scheme(request, peer)));
  }

  private String scheme(HttpServerRequest request, MatrixGate.Peer peer) {
    HttpHeaders headers = request.requestHeaders();
    InetSocketAddress proxy = peer(peer.channel());
    String forwarded = headers.get("x-forwarded-proto");
    if (forwarded != null && proxy != null && addresses.isTrusted(proxy)) {
      return forwarded.equals("https") ? "https" : "http";
    }
    return settings.certificate() == null ? "http" : "https";
  }

  private static @Nullable InetSocketAddress peer(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address ? address : null;
  }

  private Problem explained(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ChannelBindException bind) {
        return Problem.of(
            500,
            "ORG.CASEROOM_PORT",
            "Cannot listen on "
                + settings.host()
                + ":"
                + settings.port()
                + " ("
                + reason(bind)
                + "): stop what uses that port, or choose another with --port.");
      }
      if (cause instanceof java.security.GeneralSecurityException
          || (cause instanceof IllegalArgumentException && settings.certificate() != null)) {
        return Problem.of(
            500,
            "ORG.CASEROOM_SETTINGS",
            "The TLS certificate "
                + settings.certificate()
                + " and key "
                + settings.key()
                + " cannot be read: give a PEM chain and a PKCS#8 PEM key.");
      }
    }
    throw e;
  }

  private static String reason(ChannelBindException e) {
    String message =
        String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    return message.contains("in use") ? "the port is in use" : message;
  }

  private void closeAfterFailure() {
    sweeper.shutdownNow();
    pages.close();
    workers.close(Duration.ZERO);
    files.dispose();
    loops.disposeLater(Duration.ZERO, Duration.ofMillis(100)).subscribe();
  }
}
