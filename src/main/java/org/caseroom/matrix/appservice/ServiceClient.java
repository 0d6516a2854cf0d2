package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one application service. Where it does not know a path, the path that older drafts gave
 * the same operation is tried (Application Service API, "Legacy routes"), and gone to directly for
 * an hour when it is the one that works.
 */
final class ServiceClient {
  private static final String CURRENT = "/_matrix/app/v1";
  private static final Duration REMEMBER_OLD = Duration.ofHours(1);
  private static final int LONGEST_ANSWER = 4 << 20;

  private final HttpClient http;
  private final Registration service;
  private final InstantSource clock;
  private volatile long oldUntilMs;

  /**
   * What is asked.
   *
   * @param method the HTTP method
   * @param path the path behind {@code /_matrix/app/v1}, encoded
   * @param query the query, encoded; empty for none
   * @param old what older drafts had in place of {@code /_matrix/app/v1}; null when they had
   *     nothing
   * @param body the body as UTF-8 JSON
   */
  record Call(
      String method, String path, String query, @Nullable String old, byte @Nullable [] body) {}

  /** An answer. */
  record Answer(int status, byte[] body) {
    boolean isGood() {
      return status >= 200 && status < 300;
    }

    /** The answer as JSON; a missing node when it is none. */
    JsonNode json() {
      try {
        return Json.parse(body);
      } catch (Problem notJson) {
        return Json.mapper().missingNode();
      }
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Whether the service may just not know the path. A refusal counts as well: a service that
     * looks for the token in the query only finds it on the old path. One that is busy or out of
     * order for the moment does not.
     */
    private boolean isUnknownPath() {
      return switch (status) {
        case 401, 403 -> true;
        case 429, 502, 503, 504 -> false;
        default -> {
          String errcode = json().path("errcode").asText();
          yield !isGood() && (errcode.isEmpty() || errcode.equals("M_UNRECOGNIZED"));
        }
      };
    }
  }

  ServiceClient(HttpClient http, Registration service, InstantSource clock) {
    this.http = http;
    this.service = service;
    this.clock = clock;
  }

  /** Whether there is somebody to talk to. */
  boolean hasUrl() {
    return service.url() != null;
  }

  /**
   * Asks.
   *
   * @return fails with an {@link IOException} when there is no answer in time
   */
  CompletableFuture<Answer> call(Call call, Duration patience) {
    String old = call.old();
    if (old == null) {
      return once(call, CURRENT, patience);
    }
    if (clock.millis() < oldUntilMs) {
      return once(call, old, patience)
          .thenCompose(
              answer -> {
                if (!answer.isUnknownPath()) {
                  return CompletableFuture.completedFuture(answer);
                }
                oldUntilMs = 0;
                return once(call, CURRENT, patience);
              });
    }
    return once(call, CURRENT, patience)
        .thenCompose(
            answer ->
                answer.isUnknownPath()
                    ? once(call, old, patience).thenApply(second -> better(answer, second))
                    : CompletableFuture.completedFuture(answer));
  }

  /** The old path's answer where it helped, else the one that the specification asks for. */
  private Answer better(Answer current, Answer old) {
    if (old.isUnknownPath()) {
      return current;
    }
    oldUntilMs = clock.millis() + REMEMBER_OLD.toMillis();
    return old;
  }

  private CompletableFuture<Answer> once(Call call, String prefix, Duration patience) {
    URI base = service.url();
    if (base == null) {
      return CompletableFuture.failedFuture(new IOException("The service has no url"));
    }
    String query = call.query();
    if (!prefix.equals(CURRENT)) {
      String token = "access_token=" + encode(service.tokens().server().reveal());
      query = query.isEmpty() ? token : query + "&" + token;
    }
    URI target = URI.create(base + prefix + call.path() + (query.isEmpty() ? "" : "?" + query));
    byte[] body = call.body();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(patience)
            .header("Authorization", "Bearer " + service.tokens().server().reveal())
            .header("User-Agent", "Caseroom")
            .method(
                call.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return http.sendAsync(request.build(), info -> new LimitedBody(LONGEST_ANSWER))
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(response -> new Answer(response.statusCode(), response.body()));
  }

  /** A text as a part of a path or query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A query of these parameters. */
  static String query(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            query
                .append(query.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
    return query.toString();
  }
}
