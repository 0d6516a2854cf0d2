package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.caseroom.base.Json;

/** An application service over real HTTP, which keeps what it was asked. */
final class StandInService implements AutoCloseable {
  static final String AS_TOKEN = "as-token-of-the-bridge-30c05ae90a24";
  static final String HS_TOKEN = "hs-token-of-the-bridge-312df522183e";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Reply> behaviour = request -> new Reply(200, "{}");

  /** A request that came. */
  record Asked(String method, String path, String query, String authorization, String body) {
    JsonNode json() {
      return Json.parse(body);
    }

    /** The last part of the path, which is the id of a transaction. */
    String last() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** What it answers. */
  record Reply(int status, String body) {}

  private StandInService(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static StandInService start() {
    return new StandInService(0);
  }

  /** One that listens where another one did. */
  static StandInService at(int port) {
    return new StandInService(port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  void answers(Function<Asked, Reply> how) {
    behaviour = how;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestURI().getQuery()),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      Reply reply = behaviour.apply(request);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  List<Asked> asked(String pathStart) {
    return asked.stream().filter(each -> each.path().startsWith(pathStart)).toList();
  }

  /** All events of all transactions so far, in order. */
  List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    asked("/_matrix/app/v1/transactions/")
        .forEach(each -> each.json().path("events").forEach(events::add));
    return events;
  }

  /** Waits for an event that has come or comes. */
  JsonNode awaitEvent(Predicate<JsonNode> wanted) {
    return await(() -> events().stream().filter(wanted).findFirst().orElse(null));
  }

  /** Waits until there is something, or fails after a while. */
  static <T> T await(Supplier<T> probe) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      T found = probe.get();
      if (found != null) {
        return found;
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new AssertionError("Waited in vain");
  }

  /** Its registration in a folder of its own, with further lines. */
  Path registration(String... more) {
    return registrationAt("http://127.0.0.1:" + port(), more);
  }

  static Path registrationAt(String url, String... more) {
    return write(text(url, more));
  }

  /** One that is changed before it is written. */
  static Path registrationAt(String url, UnaryOperator<String> change) {
    return write(change.apply(text(url)));
  }

  private static Path write(String text) {
    try {
      Path file = Files.createTempDirectory("appservice-").resolve("bridge.yaml");
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String url, String... more) {
    return """
        id: "bridge"
        url: %s
        as_token: "%s"
        hs_token: "%s"
        sender_localpart: "_bridge"
        namespaces:
          users:
            - exclusive: true
              regex: "@_bridge_.*"
          aliases:
            - exclusive: true
              regex: "#_bridge_.*"
          rooms: []
        """
            .formatted(url, AS_TOKEN, HS_TOKEN)
        + String.join("\n", more)
        + "\n";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
