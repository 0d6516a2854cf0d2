package org.caseroom.cases.clocks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** Makes clocks stand still and go on, where their rule allows it, and takes acknowledgements. */
public final class ClockPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          ClockEvents.PAUSE, ClockEvents.RESUME, CaseEvents.CLOCK_ACKNOWLEDGE, CaseEvents.REMINDER);

  private final WorkingDays workingDays;
  private final Accounts accounts;

  /** Makes the part. */
  public ClockPart(WorkingDays workingDays, Accounts accounts) {
    this.workingDays = workingDays;
    this.accounts = accounts;
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case ClockEvents.PAUSE -> pausing(event, who, procedure, file, ClockState.Status.RUNNING);
      case ClockEvents.RESUME -> pausing(event, who, procedure, file, ClockState.Status.PAUSED);
      default -> reminder(event.content(), procedure, file);
    }
  }

  private static void pausing(
      Event event, Account who, Procedure procedure, CaseFile file, ClockState.Status wanted) {
    String id = event.text("clock").orElse("");
    ClockState clock =
        clock(file, id)
            .orElseThrow(() -> Problem.notFound("This case has no such clock: see its clocks."));
    ClockRule.Pausing rule = procedure.clock(id).map(ClockRule::pause).orElse(null);
    if (rule == null) {
      throw Problem.gate(
          clock.clause(),
          "The procedure does not let '"
              + clock.title()
              + "' stand still. When it runs out, the reason is written into the document"
              + " concerned.");
    }
    if (rule.by().stream().noneMatch(who::is)) {
      throw Problem.forbidden(
          "This clock is paused and resumed by: "
              + rule.by().stream().map(Role::title).collect(Collectors.joining(", "))
              + ".");
    }
    if (clock.status() != wanted) {
      throw Problem.gate(
          rule.clause(),
          "'"
              + clock.title()
              + "' "
              + switch (clock.status()) {
                case RUNNING -> "runs: there is nothing to resume.";
                case PAUSED -> "stands still already: resume it when it goes on.";
                default -> "has ended.";
              });
    }
    if (clock.overdue(file.view().now())) {
      throw Problem.gate(
          clock.clause(),
          "'" + clock.title() + "' is late: it cannot be made to stand still afterwards.");
    }
  }

  private static Optional<ClockState> clock(CaseFile file, String id) {
    return file.state(CaseEvents.CLOCK, id).map(ClockContent::read);
  }

  private static void reminder(ObjectNode content, Procedure procedure, CaseFile file) {
    String id = content.path("clock").asText();
    boolean known =
        procedure
            .clock(id)
            .filter(
                rule ->
                    rule.reminders().stream()
                        .anyMatch(
                            reminder -> reminder.id().equals(content.path("reminder").asText())))
            .isPresent();
    if (!known || file.state(CaseEvents.CLOCK, id).isEmpty()) {
      throw Problem.invalidParam(
          "This case has no such clock, or the clock no such reminder: see its clocks.");
    }
  }

  @Override
  public void follow(Step step) {
    Event event = step.event();
    if (!event.type().equals(ClockEvents.PAUSE) && !event.type().equals(ClockEvents.RESUME)) {
      return;
    }
    ClockState clock = clock(step.file(), event.text("clock").orElse("")).orElseThrow();
    ClockState moved =
        event.type().equals(ClockEvents.PAUSE)
            ? ClockMath.pause(
                clock, step.procedure(), event.time(), event.text("reason").orElse(""))
            : ClockMath.resume(clock, step.procedure(), workingDays, event.time());
    step.state(CaseEvents.CLOCK, clock.id(), ClockContent.write(moved));
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String who = accounts.find(event.sender()).map(Account::displayName).orElse("");
    String reason = " Reason: " + event.text("reason").orElse("");
    return switch (event.type()) {
      case ClockEvents.PAUSE ->
          clock(step.file(), event.text("clock").orElse(""))
              .map(clock -> who + " paused '" + clock.title() + "'." + reason);
      case ClockEvents.RESUME ->
          step.drafts().stream()
              .filter(draft -> draft.type().equals(CaseEvents.CLOCK))
              .findFirst()
              .map(
                  draft ->
                      who
                          + " let '"
                          + draft.content().path("title").asText()
                          + "' go on; it is due on "
                          + Notices.day(LocalDate.parse(draft.content().path("due").asText()))
                          + "."
                          + reason);
      case CaseEvents.CLOCK_ACKNOWLEDGE -> Optional.of(who + " acknowledged the reminder.");
      default -> Optional.empty();
    };
  }
}
