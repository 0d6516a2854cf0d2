package org.caseroom.notices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caseroom.base.Hmac;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;

/**
 * Stands in for GOV.UK Notify, as the documentation of its REST API has it: the token (HS256,
 * {@code iss} the service's id, {@code iat} not more than 30 seconds away), the fields of a
 * request, the answers and the errors.
 */
public final class NotifyServer implements AutoCloseable {
  public static final String EMAIL_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a";
  public static final String TEXT_TEMPLATE = "0b1f3f0a-3f67-4a6f-9b7b-1d1d7a2c4d55";

  private static final String SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506";
  private static final String SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0";

  private final HttpServer server;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private volatile int failure;
  private volatile boolean losesAnswers;

  /** A message that was accepted. */
  public record Taken(String type, String to, String reference, Map<String, String> fields) {
    /** All that its reader sees. */
    public String words() {
      return String.join("\n", fields.values());
    }
  }

  private NotifyServer(HttpServer server) {
    this.server = server;
    server.createContext("/v2/notifications", this::handle);
    server.start();
  }

  /** Starts one on a free port. */
  public static NotifyServer start() {
    try {
      return new NotifyServer(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach it. */
  public NoticeSettings.GovukNotify settings(boolean email) {
    return new NoticeSettings.GovukNotify(
        Secret.of("caseroom_key-" + SERVICE + "-" + SECRET),
        email ? EMAIL_TEMPLATE : null,
        TEXT_TEMPLATE,
        "http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was accepted so far. */
  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** Answers whoever sends something with this error from now on; 0 for none. */
  public void fail(int status) {
    failure = status;
  }

  /** Accepts what is sent from now on, and breaks off before it says so. */
  public void loseAnswers(boolean lose) {
    losesAnswers = lose;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String wrongToken = token(exchange.getRequestHeaders().getFirst("Authorization"));
      if (wrongToken != null) {
        error(exchange, 403, "AuthError", wrongToken);
      } else if (exchange.getRequestMethod().equals("GET")) {
        list(exchange);
      } else {
        accept(exchange);
      }
    }
  }

  /** What is wrong with the token; null for nothing. */
  private static String token(String header) {
    if (header == null || !header.startsWith("Bearer ")) {
      return "Unauthorized: authentication token must be provided";
    }
    String[] parts = header.substring(7).split("\\.");
    JsonNode head = decoded(parts[0]);
    JsonNode claims = decoded(parts[1]);
    byte[] signature =
        Hmac.sha256(
            SECRET.getBytes(StandardCharsets.UTF_8),
            (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
    long now = InstantSource.system().millis() / 1000;
    if (!head.path("alg").asText().equals("HS256")
        || !Base64.getUrlEncoder().withoutPadding().encodeToString(signature).equals(parts[2])) {
      return "Invalid token: signature, api token not found";
    }
    if (!claims.path("iss").asText().equals(SERVICE)) {
      return "Invalid token: service not found";
    }
    return Math.abs(now - claims.path("iat").asLong()) > 30
        ? "Error: Your system clock must be accurate to within 30 seconds"
        : null;
  }

  private static JsonNode decoded(String part) {
    return Json.parse(Base64.getUrlDecoder().decode(part));
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      query.put(
          pair.replaceAll("=.*", ""),
          URLDecoder.decode(pair.replaceAll("^[^=]*=", ""), StandardCharsets.UTF_8));
    }
    ObjectNode answer = Json.object();
    List<ObjectNode> found = new ArrayList<>();
    for (Taken each : taken) {
      if (each.reference().equals(query.get("reference"))
          && each.type().equals(query.get("template_type"))) {
        found.add(notification(each));
      }
    }
    answer.putArray("notifications").addAll(found);
    answer.putObject("links").put("current", "https://example.org/v2/notifications");
    send(exchange, 200, answer);
  }

  private static ObjectNode notification(Taken each) {
    ObjectNode json =
        Json.object()
            .put("id", UUID.randomUUID().toString())
            .put("reference", each.reference())
            .put("type", each.type())
            .put("status", "delivered")
            .put("body", each.words())
            .put("created_at", "2026-01-01T10:00:00.000000Z")
            .put("is_cost_data_ready", true);
    json.putObject("cost_details");
    json.putObject("template")
        .put("id", TEXT_TEMPLATE)
        .put("version", 1)
        .put("uri", "https://example.org/v2/template/" + TEXT_TEMPLATE + "/1");
    return json;
  }

  private void accept(HttpExchange exchange) throws IOException {
    ObjectNode body = Json.parseObject(exchange.getRequestBody().readAllBytes());
    boolean email = exchange.getRequestURI().getPath().equals("/v2/notifications/email");
    String to = body.path(email ? "email_address" : "phone_number").asText();
    String template = body.path("template_id").asText();
    Map<String, String> fields = new HashMap<>();
    body.path("personalisation")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    int status = failure;
    if (status != 0) {
      error(exchange, status, status == 429 ? "RateLimitError" : "Exception", "As asked for");
    } else if (to.isBlank() || !to.matches(email ? "[^@]+@[^@]+" : "\\+?[0-9 ]{7,15}")) {
      error(exchange, 400, "ValidationError", "not a valid address: " + to);
    } else if (!template.equals(email ? EMAIL_TEMPLATE : TEXT_TEMPLATE)) {
      error(exchange, 400, "BadRequestError", "Template not found");
    } else if (!fields.containsKey("message") || fields.containsKey("subject") != email) {
      error(exchange, 400, "BadRequestError", "Missing personalisation");
    } else {
      Taken message =
          new Taken(email ? "email" : "sms", to, body.path("reference").asText(), fields);
      taken.add(message);
      if (!losesAnswers) {
        send(exchange, 201, created(message));
      }
    }
  }

  private static ObjectNode created(Taken message) {
    String id = UUID.randomUUID().toString();
    ObjectNode json = Json.object().put("id", id).put("reference", message.reference());
    ObjectNode content = json.putObject("content").put("body", message.fields().get("message"));
    if (message.type().equals("email")) {
      content
          .put("subject", message.fields().get("subject"))
          .put("from_email", "caseroom@notifications.service.gov.uk");
    } else {
      content.put("from_number", "GOVUK");
    }
    json.put("uri", "https://example.org/v2/notifications/" + id);
    json.putObject("template")
        .put("id", TEXT_TEMPLATE)
        .put("version", 1)
        .put("uri", "https://example.org/v2/template/" + TEXT_TEMPLATE);
    return json;
  }

  private static void error(HttpExchange exchange, int status, String error, String message)
      throws IOException {
    ObjectNode json = Json.object().put("status_code", status);
    json.putArray("errors").addObject().put("error", error).put("message", message);
    send(exchange, status, json);
  }

  private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
    byte[] bytes = Json.writeBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
