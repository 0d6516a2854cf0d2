package org.caseroom.cases.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.ProcedureVersion;
import org.caseroom.cases.procedure.Procedures;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** Moves a case to the newest version of its procedure, by a decision on record. */
public final class VersionPart implements CasePart {
  private final Procedures procedures;

  /** Makes the part. */
  public VersionPart(Procedures procedures) {
    this.procedures = procedures;
  }

  @Override
  public Set<String> types() {
    return Set.of(VersionEvents.MOVE);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    ProcedureVersion newest = newest(file);
    if (newest.version().equals(procedures.of(file).version())) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "The case follows the newest version of its procedure.");
    }
    decision(event, file);
    if (newest.procedure().stage(file.stage()).isEmpty()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_GATE",
          "The newest version has no stage '"
              + file.stage()
              + "', where the case is. Whoever keeps the procedure's file adds it, or the case"
              + " goes on to its next stage first.");
    }
    for (ClockState clock : file.clocks()) {
      if (clock.open() && newest.procedure().clock(clock.id()).isEmpty()) {
        throw Problem.gate(
            clock.clause(),
            "'"
                + clock.title()
                + "' runs, and the newest version has no such clock: it ends first, or whoever"
                + " keeps the procedure's file adds it.");
      }
    }
  }

  private ProcedureVersion newest(CaseFile file) {
    return procedures
        .newest(file.procedure())
        .orElseThrow(
            () ->
                Problem.of(
                    409,
                    "ORG.CASEROOM_GATE",
                    "The procedure of this case is no longer among the files of the service: the"
                        + " case keeps the version that it has."));
  }

  private static Event decision(Event event, CaseFile file) {
    return file.state(
            RoomKind.PROFESSIONALS,
            CaseEvents.DECISION_RECORD,
            String.valueOf(event.content().path("decision").asInt()))
        .filter(record -> record.text("document").filter("decision"::equals).isPresent())
        .orElseThrow(
            () ->
                Problem.of(
                    409,
                    "ORG.CASEROOM_GATE",
                    "A case is moved by a decision on record: propose one, a manager who did not"
                        + " write it signs it, then name the number of its record"
                        + " ('decision')."));
  }

  @Override
  public void follow(Step step) {
    ProcedureVersion newest = newest(step.file());
    ObjectNode content =
        Json.object()
            .put("id", newest.procedure().id())
            .put("version", newest.version())
            .put("before", procedures.of(step.file()).version())
            .put("decision", decision(step.event(), step.file()).id().value())
            .put("since", step.event().originServerTs());
    step.file()
        .register()
        .flatMap(register -> newest.keep(register, step.service(), step.file().view()))
        .ifPresent(step.drafts()::add);
    step.state(CaseEvents.PROCEDURE, "", content);
  }

  @Override
  public Optional<String> words(Step step) {
    return Optional.of(
        "The case follows the newest version of '"
            + step.procedure().title()
            + "' from now on, by decision "
            + step.event().content().path("decision").asInt()
            + ". Clocks that run keep their dates. Reason: "
            + step.event().text("reason").orElse(""));
  }
}
