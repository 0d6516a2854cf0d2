package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The duty worker's part: screening (7.2) and the detailed referral form (7.7). */
public final class Screening {
  private final Desk desk;

  Screening(Desk desk) {
    this.desk = desk;
  }

  /**
   * Records the outcome of a screening: exactly one, once, with a reason.
   *
   * @param outcome an outcome of the procedure, such as {@code detailed-referral}
   * @param advice what was advised, for an outcome that closes the case
   * @throws org.caseroom.base.Problem 409 when the case is screened already, or advice is missing
   */
  public Event screen(
      UserId by, String reference, String outcome, String reason, @Nullable String advice) {
    return screen(by, reference, outcome, reason, List.of(), advice);
  }

  /** The same with what was advised as a list, one thing each. */
  public Event screen(
      UserId by,
      String reference,
      String outcome,
      String reason,
      List<String> advised,
      @Nullable String advice) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object()
            .put("reference", file.reference())
            .put("outcome", outcome)
            .put("reason", reason);
    if (!advised.isEmpty()) {
      Fields.put(content, "advised", advised);
    }
    Fields.put(content, "advice", advice);
    return desk.act(by, desk.hub(by, file), CaseEvents.SCREENING, content);
  }

  /**
   * Writes the detailed referral form; once it is there, its sign-off clock runs.
   *
   * @param proposedActions what the duty worker proposes to do
   */
  public Event detailedReferral(
      UserId by, String reference, String needs, String situation, List<String> proposedActions) {
    return detailedReferral(by, reference, needs, situation, proposedActions, null);
  }

  /**
   * The same, of which parts may still be missing: it is handed in all the same, and cannot be
   * signed until it is complete.
   *
   * @param views what the family and the child say to it
   */
  public Event detailedReferral(
      UserId by,
      String reference,
      @Nullable String needs,
      @Nullable String situation,
      List<String> proposedActions,
      @Nullable String views) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object();
    Fields.put(content, "needs", needs);
    Fields.put(content, "situation", situation);
    Fields.put(content, "views", views);
    if (!proposedActions.isEmpty()) {
      Fields.put(content, "proposed_actions", proposedActions);
    }
    return desk.paper(
        by, file.requireRoom(RoomKind.PROFESSIONALS), CaseEvents.REFERRAL_FORM, "", content);
  }
}
