package org.caseroom.cases.versions;

import java.time.Instant;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ProcedureVersion;
import org.caseroom.cases.procedure.Procedures;
import org.caseroom.rooms.Event;

/** Tells which version of a procedure a case follows, and moves it to the newest. */
public final class Versions {
  private final Desk desk;

  /** Makes the service. */
  public Versions(Desk desk) {
    this.desk = desk;
  }

  /** Which version a case follows. */
  public CaseProcedure of(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    Procedures procedures = desk.policy().rules().procedures();
    ProcedureVersion follows = procedures.of(file);
    Optional<Event> moved = file.state(CaseEvents.PROCEDURE, "");
    return new CaseProcedure(
        follows.procedure().id(),
        follows.procedure().title(),
        follows.version(),
        procedures.newest(file.procedure()).orElse(follows).version(),
        moved
            .map(event -> Instant.ofEpochMilli(event.content().path("since").asLong()))
            .orElse(null),
        moved.flatMap(event -> event.text("decision")).orElse(null));
  }

  /**
   * Moves a case to the newest version of its procedure.
   *
   * @param decision the number of the decision's record
   * @throws org.caseroom.base.Problem 409 without such a decision, or when a stage or a running
   *     clock of the case is not in the newest version
   */
  public Event move(UserId by, String reference, int decision, String reason) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        VersionEvents.MOVE,
        Json.object().put("decision", decision).put("reason", reason));
  }
}
