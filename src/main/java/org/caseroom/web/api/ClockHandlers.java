package org.caseroom.web.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
