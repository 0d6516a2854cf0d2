package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.cases.once.OnceOnly;
import org.caseroom.identity.Account;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers handlers: finds out who calls, and turns answers and problems into JSON. */
final class ApiRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);
  private static final List<HandlerType> METHODS =
      List.of(
          HandlerType.GET,
          HandlerType.POST,
          HandlerType.PUT,
          HandlerType.DELETE,
          HandlerType.PATCH);

  private static final Set<HandlerType> ONCE = Set.of(HandlerType.POST, HandlerType.PUT);

  /** A function from a call to what it answers. */
  @FunctionalInterface
  interface ApiHandler {
    Object answer(ApiCall call);
  }

  private record Known(HandlerType method, String path) {}

  private final RoutesConfig routes;
  private final ApiServices services;
  private final List<Known> known = new ArrayList<>();

  ApiRoutes(RoutesConfig routes, ApiServices services) {
    this.routes = routes;
    this.services = services;
  }

  void get(String path, ApiHandler handler) {
    add(HandlerType.GET, path, handler);
  }

  void post(String path, ApiHandler handler) {
    add(HandlerType.POST, path, handler);
  }

  void put(String path, ApiHandler handler) {
    add(HandlerType.PUT, path, handler);
  }

  void delete(String path, ApiHandler handler) {
    add(HandlerType.DELETE, path, handler);
  }

  /** An address beside the case API, which another document describes. */
  void outside(String path, ApiHandler handler) {
    routes.addHttpHandler(HandlerType.GET, path, ctx -> handle(ctx, handler));
  }

  List<String> names() {
    return known.stream().map(route -> route.method().name() + " " + route.path()).toList();
  }

  private void add(HandlerType method, String path, ApiHandler handler) {
    known.add(new Known(method, path));
    routes.addHttpHandler(method, path, ctx -> handle(ctx, handler));
  }

  private void handle(Context ctx, ApiHandler handler) {
    try {
      // Read even when it is refused: an unread body would cost the front door its connection.
      ctx.bodyAsBytes();
      ApiCall call = new ApiCall(ctx, services, caller(ctx));
      String key = ctx.header("Idempotency-Key");
      if (key != null && ONCE.contains(ctx.method())) {
        once(ctx, call, key, handler);
      } else {
        send(ctx, handler.answer(call));
      }
    } catch (Problem problem) {
      answer(ctx, problem);
    } catch (HttpResponseException refusal) {
      answer(
          ctx,
          Problem.of(
              refusal.getStatus(),
              refusal.getStatus() == 413 ? "M_TOO_LARGE" : "M_UNKNOWN",
              "The request cannot be taken: " + refusal.getMessage()));
    } catch (RuntimeException fault) {
      LOG.error("{} {} failed", ctx.method().name(), ctx.path(), fault);
      answer(
          ctx,
          Problem.of(500, "M_UNKNOWN", "Something went wrong on our side. Try again in a minute."));
    }
  }

  private static void send(Context ctx, Object answer) {
    ctx.header("Cache-Control", "no-store");
    if (answer instanceof ApiFile file) {
      ctx.header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
      ctx.contentType(file.type()).result(file.content());
    } else if (answer instanceof ApiPage page) {
      ctx.header("Content-Disposition", "inline; filename=\"" + page.name() + "\"");
      ctx.header("Content-Security-Policy", page.policy());
      ctx.contentType(page.type()).result(page.content());
    } else if (answer instanceof ApiBytes bytes) {
      ctx.header("Cache-Control", bytes.cache()).header("Vary", "Authorization");
      ctx.contentType(bytes.type()).result(bytes.content());
    } else {
      ctx.contentType("application/json").result(ApiJson.write(answer));
    }
  }

  /** A request with a key is done once; files are sent and not kept. */
  private void once(Context ctx, ApiCall call, String key, ApiHandler handler) {
    Account who = call.callerOrNull();
    OnceOnly.Request request =
        new OnceOnly.Request(
            who == null ? "" : who.id().value(),
            key,
            ctx.method().name() + " " + ctx.path() + "?" + ctx.queryString(),
            ctx.bodyAsBytes());
    services
        .cases()
        .once()
        .answer(
            request,
            () -> {
              Object answer = handler.answer(call);
              if (answer instanceof ApiFile) {
                send(ctx, answer);
                return Optional.empty();
              }
              return Optional.of(ApiJson.write(answer));
            })
        .ifPresent(
            answer -> {
              ctx.header("Cache-Control", "no-store");
              ctx.contentType("application/json").result(answer);
            });
  }

  /** Who calls; null without a token. A token that is not good is refused, not overlooked. */
  private @Nullable Account caller(Context ctx) {
    String header = ctx.header("Authorization");
    if (header == null || header.isBlank()) {
      return null;
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw Problem.of(
          401, "M_UNKNOWN_TOKEN", "Send the access token as 'Authorization: Bearer <token>'.");
    }
    return services
        .sessions()
        .authenticate(Secret.of(header.substring(7).strip()), ApiCall.address(ctx))
        .flatMap(session -> services.accounts().find(session.user()))
        .filter(Account::active)
        .orElseThrow(
            () ->
                Problem.of(
                    401, "M_UNKNOWN_TOKEN", "This access token is not good: sign in again."));
  }

  private static void answer(Context ctx, Problem problem) {
    ObjectNode json =
        Json.object()
            .put("type", "about:blank")
            .put("title", title(problem.status()))
            .put("status", problem.status())
            .put("detail", problem.message())
            .put("errcode", problem.errcode());
    problem
        .details()
        .forEach((field, value) -> json.set(field.replace("org.caseroom.", ""), value));
    if (problem.status() == 401) {
      ctx.header("WWW-Authenticate", "Bearer");
    }
    if (problem.details().containsKey("retry_after_ms")) {
      long ms = json.path("retry_after_ms").asLong();
      ctx.header("Retry-After", String.valueOf((ms + 999) / 1000));
    }
    ctx.header("Cache-Control", "no-store");
    ctx.status(problem.status())
        .contentType("application/problem+json")
        .result(Json.writeBytes(json));
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "The request is not right";
      case 401 -> "Sign in first";
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 405 -> "Wrong method";
      case 409 -> "A rule says no";
      case 413 -> "Too large";
      case 422 -> "The key belongs to another request";
      case 429 -> "Too many requests";
      default -> status >= 500 ? "Our fault" : "Refused";
    };
  }

  /** Addresses under /api that do not exist get JSON too. */
  void answerForTheRest() {
    for (HandlerType method : METHODS) {
      routes.addHttpHandler(method, "/api/<rest>", this::unknown);
    }
  }

  private void unknown(Context ctx) {
    ctx.bodyAsBytes();
    Optional<String> others =
        known.stream()
            .filter(route -> matches(route.path(), ctx.path()))
            .map(route -> route.method().name())
            .reduce((a, b) -> a + ", " + b);
    if (others.isPresent()) {
      ctx.header("Allow", others.get());
      answer(
          ctx,
          Problem.of(405, "M_UNRECOGNIZED", "This address takes " + others.get() + " requests."));
    } else {
      answer(
          ctx,
          Problem.of(404, "M_UNRECOGNIZED", "There is no such address: see /api/openapi.json."));
    }
  }

  private static boolean matches(String path, String actual) {
    return actual.matches(path.replaceAll("\\{[^}]*}", "[^/]+"));
  }
}
