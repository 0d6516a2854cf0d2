package org.caseroom.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.caseroom.base.Json;
import org.caseroom.matrix.spec.SpecChecks;
import org.jspecify.annotations.Nullable;

/** Talks HTTP to a service under test, as any client would. */
public final class Http {
  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final boolean checked;

  /**
   * Talks to the service at this address, such as {@code http://127.0.0.1:8008}; each answer of the
   * Matrix API is held to the specification.
   */
  public Http(String base) {
    this(base, true);
  }

  private Http(String base, boolean checked) {
    this.base = URI.create(base);
    this.checked = checked;
  }

  /** Talks to something with other answers than the Matrix API has. */
  public static Http unchecked(String base) {
    return new Http(base, false);
  }

  /** An answer. */
  public record Response(int status, HttpHeaders headers, byte[] bytes) {
    /** The body as text. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    public JsonNode json() {
      return Json.parse(bytes);
    }

    /** A header's first value, empty when it is missing. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The Matrix error code of an error, empty otherwise. */
    public String errcode() {
      return json().path("errcode").asText();
    }

    /** The body as JSON, once the status is known to be 200. */
    public JsonNode ok() {
      if (status != 200) {
        throw new AssertionError("Expected 200, got " + status + ": " + text());
      }
      return json();
    }
  }

  /** The address that it talks to. */
  public String base() {
    return base.toString();
  }

  /** GET. */
  public Response get(String path, @Nullable String token) {
    return send("GET", path, token, null);
  }

  /** PUT with JSON. */
  public Response put(String path, @Nullable String token, Object json) {
    return send("PUT", path, token, json);
  }

  /** POST with JSON. */
  public Response post(String path, @Nullable String token, Object json) {
    return send("POST", path, token, json);
  }

  /** DELETE. */
  public Response delete(String path, @Nullable String token) {
    return send("DELETE", path, token, null);
  }

  /** Any method; the body is JSON text when it is a {@link String}, otherwise it is made JSON. */
  public Response send(String method, String path, @Nullable String token, @Nullable Object json) {
    return send(request(method, path, token, json));
  }

  /** As {@link #send(String, String, String, Object)}, without waiting. */
  public CompletableFuture<Response> later(
      String method, String path, @Nullable String token, @Nullable Object json) {
    return client
        .sendAsync(request(method, path, token, json), BodyHandlers.ofByteArray())
        .thenApply(this::response);
  }

  /** Sends a request that was built by hand: start from {@link #to}. */
  public Response send(HttpRequest request) {
    try {
      return response(client.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A request to a path of the service, to be filled in. */
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
  }

  /** The client beneath, for WebSockets. */
  public HttpClient client() {
    return client;
  }

  private HttpRequest request(
      String method, String path, @Nullable String token, @Nullable Object json) {
    HttpRequest.Builder request = to(path);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (json == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    String text = json instanceof String already ? already : Json.write(json);
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(text))
        .build();
  }

  private Response response(HttpResponse<byte[]> response) {
    if (checked) {
      SpecChecks.check(response);
    }
    return new Response(response.statusCode(), response.headers(), response.body());
  }
}
