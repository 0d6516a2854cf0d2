package org.caseroom.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.cases.calendar.Calendars;
import org.caseroom.web.api.DeliveryServices;

/** The calendar at a secret address, for programs that sign in nowhere. */
final class CalendarPages {
  private final Calendars calendars;
  private final DeliveryServices delivery;

  CalendarPages(Calendars calendars, DeliveryServices delivery) {
    this.calendars = calendars;
    this.delivery = delivery;
  }

  void register(Doors doors) {
    doors.openPage("/calendar/{secret}.ics", visit -> serve(visit.http(), visit.path("secret")));
  }

  private void serve(Context http, String secret) {
    Optional<UserId> owner = delivery.calendarSecrets().owner(Secret.of(secret));
    Calendars.Feed feed =
        owner
            .flatMap(user -> calendars.of(user, delivery.address().get()))
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "There is no calendar at this address: make a new one on your account"
                            + " page."));
    String tag = "\"" + feed.tag() + "\"";
    http.header("ETag", tag).header("Cache-Control", "private, no-cache");
    if (tag.equals(http.header("If-None-Match"))) {
      http.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    http.contentType("text/calendar; charset=utf-8").result(feed.text());
  }
}
