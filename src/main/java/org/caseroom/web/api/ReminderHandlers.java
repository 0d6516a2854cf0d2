package org.caseroom.web.api;

import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.bots.reminders.Reminders;
import org.caseroom.identity.QuietHours;
import org.jspecify.annotations.Nullable;

/** Reminders that wait to be acknowledged, and the hours in which somebody wants none. */
final class ReminderHandlers {
  /**
   * Somebody's quiet hours.
   *
   * @param from the first minute; null for who has none
   * @param to the end
   * @param own whether they set them themselves
   */
  record Quiet(@Nullable String from, @Nullable String to, boolean own) {}

  private final ApiServices services;

  ReminderHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/reminders", call -> services.reminders().of(call.by()));
    api.post("/api/reminders/{number}/acknowledge", this::acknowledge);
    api.get("/api/me/quiet-hours", call -> quiet(call.by()));
    api.put("/api/me/quiet-hours", this::setQuiet);
  }

  private Object acknowledge(ApiCall call) {
    call.noBody();
    Reminders.Acknowledged done =
        services.reminders().acknowledge(call.by(), number(call.path("number")));
    return call.done(done.event(), done.reference());
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      // Of what no number is there is no reminder.
      return 0;
    }
  }

  private Quiet quiet(UserId by) {
    Optional<QuietHours> hours = services.quiet().of(by);
    return new Quiet(
        hours.map(each -> each.from().toString()).orElse(null),
        hours.map(each -> each.to().toString()).orElse(null),
        services.quiet().isOwn(by));
  }

  private Object setQuiet(ApiCall call) {
    Body body = call.body();
    boolean off = body.flag("off", false);
    String from = body.optional("from");
    String to = body.optional("to");
    body.end();
    if (off != (from == null && to == null)) {
      throw Problem.invalidParam(
          "Send 'from' and 'to', such as 20:00 and 07:00, or 'off': true for no quiet hours.");
    }
    services.quiet().set(call.by(), off ? null : hours(from, to));
    return quiet(call.by());
  }

  private static QuietHours hours(@Nullable String from, @Nullable String to) {
    return QuietHours.of(from == null ? "" : from, to == null ? "" : to)
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "'from' and 'to' are two different times of the day, such as 20:00 and"
                        + " 07:00."));
  }
}
