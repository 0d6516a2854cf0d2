package org.caseroom.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.caseroom.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people see when something is refused, missing or broken. */
final class ErrorPages {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

  private final Doors doors;
  private final Frame frame;

  ErrorPages(Doors doors, Frame frame) {
    this.doors = doors;
    this.frame = frame;
  }

  /** Registers them. The case API answers its own problems before these are asked. */
  void register(RoutesConfig routes) {
    routes.exception(Visit.SignInNeeded.class, (needed, ctx) -> toSignIn(ctx));
    routes.exception(
        Problem.class, (problem, ctx) -> show(ctx, problem.status(), problem.message()));
    routes.exception(
        HttpResponseException.class,
        (refusal, ctx) -> show(ctx, refusal.getStatus(), words(refusal.getStatus())));
    routes.exception(
        Exception.class,
        (fault, ctx) -> {
          // The codes in links are as good as passwords: they stay out of the log.
          String path = ctx.path().replaceFirst("^(/(invitation|email)/).+", "$1...");
          LOG.error("A page failed: {} {}", ctx.method().name(), path, fault);
          show(ctx, 500, "Something went wrong on our side. Try again in a minute.");
        });
  }

  private void toSignIn(Context ctx) {
    boolean fragment = ctx.queryParam("after") != null;
    if (fragment) {
      ctx.status(401).html("");
      return;
    }
    String next = ctx.method().name().equals("GET") ? ctx.path() : "/";
    ctx.redirect("/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  private void show(Context ctx, int status, String message) {
    readToTheEnd(ctx);
    ctx.status(status);
    Visit visit =
        ctx.method().name().equals("GET") ? doors.visit(ctx) : new Visit(ctx, frame, null, "");
    visit.show("error", title(status), Map.of("heading", title(status), "message", message));
  }

  /**
   * Reads what is left of a body that was refused (the front door bounds it): closing the
   * connection on it would lose the refusal on its way through the front door.
   */
  private static void readToTheEnd(Context ctx) {
    if (ctx.method().name().equals("GET")) {
      return;
    }
    ctx.header("Connection", "close");
    try {
      ctx.req().getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException | IllegalStateException gone) {
      LOG.debug("The rest of a refused body could not be read", gone);
    }
  }

  private static String title(int status) {
    return switch (status) {
      case 401, 403 -> "You cannot see or do this";
      case 404 -> "Page not found";
      case 405 -> "This is not possible here";
      case 413 -> "That is too large";
      case 429, 503 -> "Please wait a moment";
      default -> status >= 500 ? "Sorry, there is a problem" : "That did not work";
    };
  }

  private static String words(int status) {
    return switch (status) {
      case 404 ->
          "If you typed the address, check it. If you followed a link, the page may have moved or"
              + " you may not be a member of its room.";
      case 405 ->
          "This address does not take what was sent. Go back and use the page's own buttons.";
      case 413 -> "What you sent is larger than Caseroom takes. Make it shorter and send it again.";
      default -> "What was sent could not be read. Go back, check it and send it again.";
    };
  }
}
