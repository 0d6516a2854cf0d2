package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Decisions and signatures: an author proposes, somebody else with the role signs. */
public final class Decisions {
  /**
   * A decision as its author proposes it.
   *
   * @param title what it is about
   * @param decided what is decided
   * @param reasons why
   * @param options what else was considered
   * @param clause the clause of the procedure
   * @param lawfulBasis the lawful basis of sharing or processing
   * @param views the views of the child and the family
   * @param corrects the number of an earlier decision that this one corrects
   */
  public record Proposed(
      String title,
      String decided,
      String reasons,
      @Nullable String options,
      @Nullable String clause,
      @Nullable String lawfulBasis,
      @Nullable String views,
      @Nullable Integer corrects) {}

  /**
   * A signature.
   *
   * @param decided what the signer decides: for a form, what is agreed
   * @param reasons why
   * @param lateReason why it is late: mandatory once the clock has run out
   */
  public record Signature(String decided, String reasons, @Nullable String lateReason) {}

  private final Desk desk;

  Decisions(Desk desk) {
    this.desk = desk;
  }

  /**
   * Proposes a decision; it counts once somebody else signs it.
   *
   * @return the event; its state key is the number, such as {@code D1}
   */
  public Event propose(UserId by, String reference, Proposed decision) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content =
        Json.object()
            .put("title", decision.title())
            .put("decided", decision.decided())
            .put("reasons", decision.reasons());
    Fields.put(content, "options", decision.options());
    Fields.put(content, "clause", decision.clause());
    Fields.put(content, "lawful_basis", decision.lawfulBasis());
    Fields.put(content, "views", decision.views());
    if (decision.corrects() != null) {
      content.put("corrects", decision.corrects());
    }
    return Numbers.next(
        desk, by, file.requireRoom(RoomKind.PROFESSIONALS), CaseEvents.DECISION, "D", content);
  }

  /**
   * Signs a document.
   *
   * @param document {@code referral-form}, {@code assessment}, {@code review}, {@code closure},
   *     {@code decision/D1}, {@code summary/S1}
   * @throws Problem 409 when the signer is its author, 403 without the role, 409 when it is late
   *     and no reason is given
   */
  public Event sign(UserId by, String reference, String document, Signature signature) {
    CaseFile file = desk.open(by, reference);
    RoomId room = file.requireRoom(RoomKind.PROFESSIONALS);
    Event paper =
        Documents.paper(desk.policy().procedure(file), file, document)
            .orElseThrow(
                () -> Problem.notFound("There is no document '" + document + "' to sign yet."));
    ObjectNode content =
        Json.object()
            .put("document", document.replaceAll("/.*", ""))
            .put("document_event", paper.id().value())
            .put("decided", signature.decided())
            .put("reasons", signature.reasons());
    if (document.contains("/")) {
      content.put("number", document.substring(document.indexOf('/') + 1));
    }
    Fields.put(content, "closure", Fields.text(paper.content(), "closure"));
    Fields.put(content, "late_reason", signature.lateReason());
    return desk.act(by, room, CaseEvents.SIGNOFF, content);
  }

  /**
   * Writes down that a signed document was given to the family.
   *
   * @param people to whom
   * @param formats in which formats, such as {@code easy-read}
   * @param lateReason why it is late, once its clock has run out
   */
  public Event share(
      UserId by,
      String reference,
      String document,
      List<UserId> people,
      List<String> formats,
      @Nullable String lateReason) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("document", document);
    Fields.put(content, "with", people);
    Fields.put(content, "formats", formats);
    Fields.put(content, "late_reason", lateReason);
    // A manager who signs and shares need not be in the family's room; the family is told there.
    RoomId room =
        file.room(RoomKind.FAMILY)
            .filter(family -> file.view().membership(family, by) == Membership.JOIN)
            .orElseGet(() -> file.requireRoom(RoomKind.PROFESSIONALS));
    return desk.act(by, room, CaseEvents.SHARE, content);
  }
}
