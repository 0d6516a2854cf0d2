package org.caseroom.web.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.Clocks;
import org.caseroom.cases.file.ClockState;

/** Clocks and their reminders. */
final class ClockHandlers {
  /**
   * A running clock.
   *
   * @param overdue whether it is late now
   */
  record Running(String reference, ClockState clock, boolean overdue) {}

  /** A reminder and when it comes. */
  record Reminder(
      String clock, String reminder, Instant at, int used, int left, List<String> unfinished) {}

  private final ApiServices services;

  ClockHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/clocks", this::running);
    api.get("/api/cases/{reference}/clocks/{clock}/reminders", this::reminders);
    api.post("/api/cases/{reference}/clocks/{clock}/acknowledge", this::acknowledge);
    api.post("/api/cases/{reference}/clocks/{clock}/pause", this::pause);
    api.post("/api/cases/{reference}/clocks/{clock}/resume", this::resume);
    api.get("/api/deputies", call -> services.cases().deputies().list(call.by()));
    api.put("/api/deputies/{user}", this::deputy);
  }

  private Object running(ApiCall call) {
    List<Running> running = new ArrayList<>();
    Instant now = services.clock().instant();
    for (CaseSummary summary : services.cases().cases().list(call.by())) {
      for (ClockState clock : summary.deadlines()) {
        running.add(new Running(summary.reference(), clock, clock.overdue(now)));
      }
    }
    running.sort((a, b) -> a.clock().dueAt().compareTo(b.clock().dueAt()));
    return running;
  }

  private Object reminders(ApiCall call) {
    CaseSummary summary = services.cases().cases().summary(call.by(), call.reference());
    Clocks clocks = services.cases().clocks();
    return clocks.clock(summary.space(), call.path("clock")).stream()
        .flatMap(found -> clocks.reminders(found).stream())
        .map(
            due ->
                new Reminder(
                    due.clock().id(),
                    due.reminder().id(),
                    due.at(),
                    due.used(),
                    due.left(),
                    due.unfinished()))
        .toList();
  }

  private Object pause(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    return call.done(
        services.cases().clocks().pause(call.by(), call.reference(), call.path("clock"), reason));
  }

  private Object resume(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    return call.done(
        services.cases().clocks().resume(call.by(), call.reference(), call.path("clock"), reason));
  }

  private Object deputy(ApiCall call) {
    UserId person = UserId.of(call.path("user"));
    Body body = call.body();
    UserId deputy = body.user("deputy");
    LocalDate from = body.day("from");
    LocalDate until = body.day("until");
    String why = body.text("why");
    body.end();
    return services.cases().deputies().name(call.by(), person, deputy, from, until, why);
  }

  private Object acknowledge(ApiCall call) {
    Body body = call.body();
    String reminder = body.text("reminder");
    body.end();
    return call.done(
        services
            .cases()
            .clocks()
            .acknowledge(call.by(), call.reference(), call.path("clock"), reminder));
  }
}
