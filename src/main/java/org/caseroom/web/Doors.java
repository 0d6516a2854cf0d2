package org.caseroom.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.util.Optional;
import java.util.function.Consumer;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Sessions;
import org.jspecify.annotations.Nullable;

/** Registers pages: knows who is visiting, and lets no form in that another site made. */
final class Doors {
  /** The cookie that holds the access token of a page's session; the live gateway reads it too. */
  static final String SESSION_COOKIE = "caseroom_session";

  private final RoutesConfig routes;
  private final Frame frame;
  private final Sessions sessions;
  private final Accounts accounts;
  private final FormToken tokens = new FormToken();

  Doors(RoutesConfig routes, Frame frame, Sessions sessions, Accounts accounts) {
    this.routes = routes;
    this.frame = frame;
    this.sessions = sessions;
    this.accounts = accounts;
  }

  /** A page for people who are signed in. */
  void page(String path, Consumer<Visit> handler) {
    routes.get(path, signedIn(handler));
  }

  /** A form for people who are signed in. */
  void form(String path, Consumer<Visit> handler) {
    routes.post(path, signedIn(handler));
  }

  /** A page for everybody. */
  void openPage(String path, Consumer<Visit> handler) {
    routes.get(path, ctx -> handler.accept(visit(ctx)));
  }

  /** A form for everybody. */
  void openForm(String path, Consumer<Visit> handler) {
    routes.post(path, ctx -> handler.accept(visit(ctx)));
  }

  /** The request with who makes it; a form without its token is refused here. */
  Visit visit(Context ctx) {
    Visitor visitor = visitor(ctx).orElse(null);
    String secret = visitor == null ? strangerSecret(ctx) : visitor.token().reveal();
    if (ctx.method().name().equals("POST")) {
      checkForm(ctx, secret);
    }
    return new Visit(ctx, frame, visitor, FormToken.of(secret));
  }

  private Handler signedIn(Consumer<Visit> handler) {
    return ctx -> {
      if (visitor(ctx).isEmpty()) {
        throw new Visit.SignInNeeded();
      }
      handler.accept(visit(ctx));
    };
  }

  private Optional<Visitor> visitor(Context ctx) {
    String cookie = ctx.cookie(SESSION_COOKIE);
    if (cookie == null || cookie.isEmpty()) {
      return Optional.empty();
    }
    Secret token = Secret.of(cookie);
    return sessions
        .authenticate(token, ctx.ip())
        .flatMap(
            session ->
                accounts
                    .find(session.user())
                    .filter(Account::active)
                    .map(account -> new Visitor(account, session, token)));
  }

  private String strangerSecret(Context ctx) {
    String known = ctx.cookie(FormToken.COOKIE);
    if (known != null && known.length() >= 20) {
      return known;
    }
    String secret = tokens.newSecret();
    ctx.cookie(frame.cookie(ctx, FormToken.COOKIE, secret));
    return secret;
  }

  /** The form's token; what cannot be read as a form is refused rather than a fault of ours. */
  private static @Nullable String token(Context ctx) {
    try {
      return ctx.formParam(FormToken.FIELD);
    } catch (HttpResponseException refusal) {
      throw refusal;
    } catch (Exception unreadable) {
      for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
        if (String.valueOf(cause.getMessage()).contains("exceeded")) {
          throw Problem.tooLarge(
              "What you sent is larger than Caseroom takes. Send a smaller file.");
        }
      }
      throw Problem.invalidParam(
          "The form could not be read. Go back, load the page again and send it once more.");
    }
  }

  private static void checkForm(Context ctx, String secret) {
    @Nullable String sent = token(ctx);
    boolean elsewhere = "cross-site".equals(ctx.header("Sec-Fetch-Site"));
    if (elsewhere || sent == null || !FormToken.matches(secret, sent)) {
      throw Problem.forbidden(
          "This form is out of date, or did not come from Caseroom. Go back, load the page again,"
              + " and send it once more. Copy what you typed first.");
    }
  }
}
