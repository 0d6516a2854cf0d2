package org.caseroom.cases.liaison;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** Disruptions and liaison: what happened, on which day, not in the future. */
public final class LiaisonPart implements CasePart {
  private static final Set<String> TYPES = Set.of(LiaisonEvents.DISRUPTION, LiaisonEvents.LIAISON);

  private final Accounts accounts;

  /** Makes the part. */
  public LiaisonPart(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    if (on(event).isAfter(LocalDate.ofInstant(file.view().now(), procedure.zone()))) {
      throw Problem.invalidParam("'on' lies in the future: record what has happened.");
    }
  }

  /** The shape has seen that it looks like a day; 30 February does too. */
  private static LocalDate on(Event event) {
    try {
      return LocalDate.parse(event.text("on").orElse(""));
    } catch (DateTimeException e) {
      throw Problem.invalidParam("'on' should be a day such as 2025-03-03.");
    }
  }

  @Override
  public void follow(Step step) {
    Event event = step.event();
    boolean disruption = event.type().equals(LiaisonEvents.DISRUPTION);
    String record = disruption ? LiaisonEvents.DISRUPTION_RECORD : LiaisonEvents.LIAISON_RECORD;
    step.state(
        event.room(),
        record,
        (disruption ? "D" : "L") + Numbers.next(step.file().view(), event.room(), record),
        event
            .content()
            .deepCopy()
            .put("recorded_by", event.sender().value())
            .put("recorded", event.originServerTs()));
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String day = Notices.day(on(event));
    String who = accounts.nameOf(event.sender());
    return Optional.of(
        event.type().equals(LiaisonEvents.DISRUPTION)
            ? who
                + " recorded a disruption on "
                + day
                + ": "
                + kind(event.text("kind").orElse(""))
                + ". "
                + event.text("note").orElse("")
            : who
                + " liaised with "
                + event.text("with").orElse("")
                + " ("
                + event.text("department").orElse("").replace('-', ' ')
                + event.text("area").map(area -> ", " + area).orElse("")
                + ") on "
                + day
                + ": "
                + event.text("about").orElse(""));
  }

  private static String kind(String word) {
    return switch (word) {
      case "placement-breakdown" -> "the placement has broken down";
      case "return-to-care" -> "the child has returned to care";
      default -> "the child has moved out for respite";
    };
  }
}
