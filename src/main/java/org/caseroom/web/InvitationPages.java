package org.caseroom.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Account;
import org.caseroom.identity.Invitations;
import org.caseroom.identity.Role;
import org.caseroom.identity.Sessions;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;

/** Inviting families, and accepting an invitation. */
final class InvitationPages {
  private static final List<Option> ROLES =
      List.of(
          Option.of(Role.ADOPTER.word(), "Parent or carer"),
          Option.of(Role.YOUNG_PERSON.word(), "Young person"));

  private final WebServices web;
  private final Frame frame;
  private final WebSettings settings;

  InvitationPages(WebServices web, Frame frame, WebSettings settings) {
    this.web = web;
    this.frame = frame;
    this.settings = settings;
  }

  void register(Doors doors) {
    doors.page("/invitations", visit -> invite(visit, Form.FRESH));
    doors.form("/invitations", this::create);
    doors.openPage("/invitation/{code}", visit -> accept(visit, Form.FRESH));
    doors.openForm("/invitation/{code}", this::doAccept);
  }

  private static void require(Visit visit) {
    if (!Menus.invites(visit.account())) {
      throw Problem.forbidden(
          "Families are invited by their social worker, duty worker or manager.");
    }
  }

  private void invite(Visit visit, Form form) {
    require(visit);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Invite somebody of a family",
            List.of(
                "You get a link to give to them, in the way that suits them. They choose their own"
                    + " password. Afterwards, invite them to the team of their case."),
            "/invitations",
            "invite",
            List.of(
                Field.line("user", "User name", "Small letters, numbers and the signs . _ - only."),
                Field.line("display", "Name that others see", "The first name is enough."),
                Field.radios("role", "Who are they?", "", ROLES)),
            "Make the link",
            "/cases",
            null));
  }

  private void create(Visit visit) {
    require(visit);
    visit.submit(
        "invite",
        sent -> {
          String user = sent.text("user", "Enter a user name");
          String display = sent.text("display", "Enter the name that others see");
          String role = sent.choice("role", ROLES, "Say who they are");
          sent.check();
          Invitations.Made made =
              web.invitations().create(user, display, Role.of(role), visit.user());
          visit.show(
              "invited",
              "The link is ready",
              Map.of(
                  "name",
                  display,
                  "link",
                  visit.origin() + "/invitation/" + made.code().reveal(),
                  "expires",
                  Dates.day(made.invitation().expires())));
        },
        form -> invite(visit, form));
  }

  private void accept(Visit visit, Form form) {
    Invitations.Invitation invitation = web.invitations().open(Secret.of(visit.path("code")));
    String name = web.accounts().find(invitation.user()).map(Account::displayName).orElse("");
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Welcome, " + name,
            List.of("Choose a password. Your user name is " + invitation.user().localpart() + "."),
            "/invitation/" + visit.path("code"),
            "accept",
            List.of(
                Field.password(
                    "password",
                    "Password",
                    "At least 10 characters. Three words that you can remember are good."),
                Field.password("again", "The same password again", "")),
            "Start",
            "/",
            null));
  }

  private void doAccept(Visit visit) {
    visit.submit(
        "accept",
        sent -> {
          String password = sent.secret("password", "Choose a password");
          if (!Objects.equals(password, sent.secret("again", "Enter the password again"))) {
            sent.wrong("again", "The two passwords are not the same: type them again");
          }
          sent.check();
          Account account =
              web.invitations().accept(Secret.of(visit.path("code")), Secret.of(password));
          Sessions.SignIn signIn =
              web.sessions()
                  .signIn(
                      account.id().localpart(),
                      Secret.of(password),
                      null,
                      "Web page",
                      settings.sessionLifetime(),
                      visit.remoteAddress());
          visit
              .http()
              .cookie(frame.cookie(visit.http(), Doors.SESSION_COOKIE, signIn.token().reveal()));
          visit.goTo("/", "Your account is ready.");
        },
        form -> accept(visit, form));
  }
}
