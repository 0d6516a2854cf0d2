package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;

/** A push gateway, on a port of its own. */
public final class TestGateway implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private volatile String answer = "{\"rejected\": []}";

  public TestGateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/_matrix/push/v1/notify", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = Json.parse(exchange.getRequestBody().readAllBytes());
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      told.add(body.path("notification"));
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/_matrix/push/v1/notify";
  }

  /** Answers this from now on. */
  void answers(int newStatus, String newAnswer) {
    status = newStatus;
    answer = newAnswer;
  }

  /** What it was told that nobody has taken yet. */
  public List<JsonNode> drain() {
    List<JsonNode> all = new ArrayList<>();
    told.drainTo(all);
    return all;
  }

  /** The next notification, which has to come. */
  public JsonNode next() {
    try {
      JsonNode next = told.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("The gateway was not told.");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next notification that is about an event. */
  public JsonNode nextEvent() {
    JsonNode next = next();
    while (!next.has("event_id")) {
      next = next();
    }
    return next;
  }

  /** Whether nothing has come that was not looked at. */
  boolean isQuiet() {
    return told.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
