package org.caseroom.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.caseroom.base.DeviceId;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.Sessions;
import org.caseroom.notices.Notices;
import org.caseroom.web.view.DeviceLine;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.ReachView;

/** One's own account: how one is told, one's calendar, where one is signed in, the password. */
final class AccountPages {
  private final WebServices web;

  AccountPages(WebServices web) {
    this.web = web;
  }

  void register(Doors doors) {
    doors.page("/account", this::show);
    doors.form("/account/devices", this::signOutDevice);
    doors.form("/account/calendar", this::makeCalendar);
    doors.form("/account/calendar/end", this::endCalendar);
    doors.page("/account/password", visit -> password(visit, Form.FRESH));
    doors.form("/account/password", this::changePassword);
  }

  private void show(Visit visit) {
    show(visit, "");
  }

  /** The page; with the address of a calendar that was made just now, which is shown once. */
  private void show(Visit visit, String calendar) {
    List<DeviceLine> devices =
        web.sessions().devices(visit.user()).stream().map(device -> line(visit, device)).toList();
    Notices.State told = web.delivery().notices().of(visit.user());
    visit.show(
        "account",
        "Your account",
        Map.of(
            "devices",
            devices,
            "reach",
            reach(told),
            "calendar",
            calendar,
            "hasCalendar",
            web.delivery().calendarSecrets().madeAt(visit.user()).isPresent()));
  }

  private static ReachView reach(Notices.State told) {
    String ending = told.phoneEnding();
    String uses =
        switch (told.uses()) {
          case EMAIL -> "By email";
          case TEXT -> "By text message";
          case NONE ->
              told.on()
                  ? "Not at all: you have chosen so, or there is no address to reach you at"
                  : "Not at all: this service does not send messages";
        };
    return new ReachView(
        uses,
        told.emails().stream().map(EmailAddress::reveal).toList(),
        ending == null ? "" : ending,
        told.sendsEmail(),
        told.sendsText());
  }

  private void makeCalendar(Visit visit) {
    Secret secret = web.delivery().calendarSecrets().make(visit.user());
    visit.http().header("Cache-Control", "no-store");
    show(visit, web.delivery().calendar(secret));
  }

  private void endCalendar(Visit visit) {
    web.delivery().calendarSecrets().revoke(visit.user());
    visit.goTo("/account", "Your calendar address no longer works.");
  }

  private static DeviceLine line(Visit visit, Sessions.Device device) {
    Long seen = device.lastSeenMs();
    String name = device.displayName();
    return new DeviceLine(
        device.id().value(),
        name == null || name.isBlank() ? "A device without a name" : name,
        seen == null ? "" : "Last used on " + Dates.dayAndTime(Instant.ofEpochMilli(seen)),
        device.id().equals(here(visit)));
  }

  private static DeviceId here(Visit visit) {
    Visitor visitor = visit.visitor();
    if (visitor == null) {
      throw new Visit.SignInNeeded();
    }
    return visitor.session().device();
  }

  private void signOutDevice(Visit visit) {
    DeviceId device = DeviceId.of(String.valueOf(visit.http().formParam("device")));
    boolean mine =
        web.sessions().devices(visit.user()).stream().anyMatch(each -> each.id().equals(device));
    if (!mine) {
      throw Problem.notFound("You are not signed in there any more.");
    }
    web.sessions().signOut(visit.user(), device);
    visit.goTo("/account", "Signed out there.");
  }

  private void password(Visit visit, Form form) {
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Change your password",
            List.of("You stay signed in here, and are signed out everywhere else."),
            "/account/password",
            "newpassword",
            List.of(
                Field.password("old", "The password that you have now", ""),
                Field.password(
                    "password", "New password", "Three words that you can remember are good."),
                Field.password("again", "The new password again", "")),
            "Change it",
            "/account",
            null));
  }

  private void changePassword(Visit visit) {
    visit.submit(
        "newpassword",
        sent -> {
          String old = sent.secret("old", "Enter the password that you have now");
          String password = sent.secret("password", "Enter a new password");
          if (!password.equals(sent.secret("again", "Enter the new password again"))) {
            sent.wrong("again", "The two passwords are not the same: type them again");
          }
          sent.check();
          web.credentials().check(visit.user().value(), Secret.of(old), visit.remoteAddress());
          web.credentials().setPassword(visit.user(), Secret.of(password), visit.user());
          for (Sessions.Device device : web.sessions().devices(visit.user())) {
            if (!device.id().equals(here(visit))) {
              web.sessions().signOut(visit.user(), device.id());
            }
          }
          visit.goTo("/account", "Your password is changed.");
        },
        form -> password(visit, form));
  }
}
