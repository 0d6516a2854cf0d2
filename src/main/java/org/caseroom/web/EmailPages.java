package org.caseroom.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Secret;
import org.caseroom.identity.AddressChecks;
import org.caseroom.web.view.Form;
import org.jspecify.annotations.Nullable;

/**
 * Confirming an e-mail address. Opening the link only shows a button: programs that look through
 * mail open links too, and they press none.
 */
final class EmailPages {
  private final AddressChecks checks;

  EmailPages(AddressChecks checks) {
    this.checks = checks;
  }

  void register(Doors doors) {
    doors.openPage("/email/{link}", visit -> ask(visit, Form.FRESH));
    doors.openForm("/email/{link}", this::confirm);
  }

  private void ask(Visit visit, Form form) {
    AddressChecks.Open check = checks.open(link(visit));
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Confirm your e-mail address",
            List.of(
                "Your address is " + check.address().reveal() + ".",
                question(check.purpose()),
                "If you did not ask for this, close this page."),
            "/email/" + visit.path("link"),
            "confirm",
            List.of(),
            "Confirm this address",
            "/",
            null));
  }

  private static String question(AddressChecks.Purpose purpose) {
    return switch (purpose) {
      case ADD -> "Press the button to use it with your Caseroom account.";
      case REGISTER -> "Press the button to go on with your new Caseroom account.";
      case RESET ->
          "Press the button only if you asked for a new password yourself, just now: whoever asked"
              + " can then choose the password of your account.";
    };
  }

  private void confirm(Visit visit) {
    AddressChecks.Open check = checks.confirm(link(visit));
    @Nullable URI next = check.nextLink() == null ? null : URI.create(check.nextLink());
    if (next != null && isHere(next, visit)) {
      visit.goTo(next.toString(), "");
      return;
    }
    visit.show(
        "confirmed",
        "Your e-mail address is confirmed",
        Map.of(
            "next",
            next == null ? "" : next.toString(),
            "host",
            next == null ? "" : String.valueOf(next.getHost())));
  }

  /**
   * Nobody is sent to another site unasked, whoever it was that began the check: there, they choose
   * themselves, and see where it leads.
   */
  private static boolean isHere(URI next, Visit visit) {
    URI here = URI.create(visit.origin());
    return String.valueOf(next.getAuthority()).equalsIgnoreCase(here.getAuthority())
        && String.valueOf(next.getScheme()).equalsIgnoreCase(here.getScheme());
  }

  private static Secret link(Visit visit) {
    return Secret.of(visit.path("link"));
  }
}
