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
 * Talks to one application service. One that does not find the token in the header gets it in the
 * query too; where it does not know a path, the path that older drafts gave the same operation is
 * tried (Application Service API, "Authorization" and "Legacy routes"). The way that works is gone
 * directly for an hour.
 */
final class ServiceClient {
  private static final String CURRENT = "/_matrix/app/v1";
  private static final Duration REMEMBER = Duration.ofHours(1);
  private static final int LONGEST_ANSWER = 4 << 20;

  private final HttpClient http;
  private final Registration service;
  private final InstantSource clock;
  private volatile Way remembered = Way.CURRENT;
  private volatile long rememberedUntilMs;

  /** How a service is asked. */
  private enum Way {
    /** As the specification says. */
    CURRENT,
    /** With the token in the query as well. */
    CURRENT_WITH_QUERY,
    /** On the path of older drafts, with the token in the query as well. */
    OLD
  }

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

    /** Whether the service did not find the token, or finds it wrong. */
    private boolean isRefusal() {
      return status == 401 || status == 403;
    }

    /** Whether the service may just not know the path: not while it is only out of order. */
    private boolean isUnknownPath() {
      if (isGood() || isRefusal() || status == 429 || status >= 502) {
        return false;
      }
      String errcode = json().path("errcode").asText();
      return errcode.isEmpty() || errcode.equals("M_UNRECOGNIZED");
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
    Way start = clock.millis() < rememberedUntilMs ? remembered : Way.CURRENT;
    return attempt(call, start, null, patience);
  }

  private CompletableFuture<Answer> attempt(
      Call call, Way way, @Nullable Answer first, Duration patience) {
    return once(call, way, patience)
        .thenCompose(
            answer -> {
              Way next = next(call, way, answer);
              if (next == null) {
                if (first == null) {
                  return CompletableFuture.completedFuture(answer);
                }
                boolean helped = !answer.isUnknownPath() && !answer.isRefusal();
                if (helped) {
                  remember(way);
                }
                return CompletableFuture.completedFuture(helped ? answer : first);
              }
              return attempt(call, next, first == null ? answer : first, patience);
            });
  }

  /** What to try after an answer that may only mean the wrong way of asking; null for nothing. */
  private @Nullable Way next(Call call, Way way, Answer answer) {
    if (!answer.isUnknownPath() && !answer.isRefusal()) {
      return null;
    }
    return switch (way) {
      case CURRENT ->
          answer.isRefusal() ? Way.CURRENT_WITH_QUERY : call.old() == null ? null : Way.OLD;
      case CURRENT_WITH_QUERY -> call.old() == null ? null : Way.OLD;
      case OLD -> {
        boolean outdated = rememberedUntilMs > clock.millis();
        rememberedUntilMs = 0;
        yield outdated ? Way.CURRENT : null;
      }
    };
  }

  private void remember(Way way) {
    remembered = way;
    rememberedUntilMs = clock.millis() + REMEMBER.toMillis();
  }

  private CompletableFuture<Answer> once(Call call, Way way, Duration patience) {
    URI base = service.url();
    if (base == null) {
      return CompletableFuture.failedFuture(new IOException("The service has no url"));
    }
    String old = call.old();
    String query = call.query();
    if (way != Way.CURRENT) {
      String token = "access_token=" + encode(service.tokens().server().reveal());
      query = query.isEmpty() ? token : query + "&" + token;
    }
    String prefix = way == Way.OLD && old != null ? old : CURRENT;
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
