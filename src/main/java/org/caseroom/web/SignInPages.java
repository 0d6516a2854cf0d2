package org.caseroom.web;

import io.javalin.http.Cookie;
import java.util.Map;
import org.caseroom.base.Secret;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.identity.Sessions;
import org.caseroom.web.view.Form;

/** Signing in and out. */
final class SignInPages {
  private final Frame frame;
  private final Sessions sessions;
  private final WebSettings settings;

  SignInPages(Frame frame, Sessions sessions, WebSettings settings) {
    this.frame = frame;
    this.sessions = sessions;
    this.settings = settings;
  }

  void register(Doors doors) {
    doors.openPage("/", this::home);
    doors.openPage("/sign-in", visit -> show(visit, Form.FRESH));
    doors.openForm("/sign-in", this::signIn);
    doors.openForm("/sign-out", this::signOut);
  }

  private void home(Visit visit) {
    if (visit.visitor() == null) {
      visit.show("welcome", "Caseroom", Map.of());
      return;
    }
    visit.goTo(homeOf(visit.account()), "");
  }

  /** The page that somebody's work starts on. */
  static String homeOf(Account account) {
    if (account.is(Role.ADMINISTRATOR) && account.roles().size() == 1) {
      return "/admin/accounts";
    }
    return Menus.isManager(account) ? "/overview" : "/cases";
  }

  private void show(Visit visit, Form form) {
    visit.show("signin", "Sign in", form, Map.of("next", local(visit.query("next"))));
  }

  private void signIn(Visit visit) {
    visit.submit(
        "signin",
        sent -> {
          String name = sent.text("name", "Enter your user name");
          String password = sent.secret("password", "Enter your password");
          sent.check();
          Sessions.SignIn signIn =
              sessions.signIn(
                  name,
                  Secret.of(password),
                  null,
                  "Web page",
                  settings.sessionLifetime(),
                  visit.remoteAddress());
          visit
              .http()
              .cookie(frame.cookie(visit.http(), Doors.SESSION_COOKIE, signIn.token().reveal()));
          visit.goTo(local(sent.text("next")), "");
        },
        form -> show(visit, form));
  }

  private void signOut(Visit visit) {
    Visitor visitor = visit.visitor();
    if (visitor != null) {
      sessions.signOut(visitor.session().user(), visitor.session().device());
    }
    Cookie gone = frame.cookie(visit.http(), Doors.SESSION_COOKIE, "");
    gone.setMaxAge(0);
    visit.http().cookie(gone);
    visit.goTo("/sign-in", "You have signed out.");
  }

  /** A path of this service, and nothing that could lead to another. */
  static String local(String path) {
    boolean ours =
        path.startsWith("/") && !path.startsWith("//") && path.matches("[A-Za-z0-9/_!:.%$@-]*");
    return ours ? path : "/";
  }
}
