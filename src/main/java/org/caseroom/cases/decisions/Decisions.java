package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EventId;
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
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** Decisions and signatures: an author proposes, somebody else with the role signs. */
public final class Decisions {
  /**
   * A decision as its author proposes it.
   *
   * @param title what it is about
   * @param decided what is decided
   * @param reasons why
   * @param kind a kind of the procedure; null for the usual one
   * @param says what else it says, by the ids of the procedure's fields, such as {@code views}
   * @param corrects the number in the record of an earlier decision that this one corrects
   */
  public record Proposed(
      String title,
      String decided,
      String reasons,
      @Nullable String kind,
      Map<String, String> says,
      @Nullable Integer corrects) {
    /** As the event says it. */
    public ObjectNode content() {
      ObjectNode content =
          Json.object().put("title", title).put("decided", decided).put("reasons", reasons);
      Fields.put(content, "kind", kind);
      says.forEach(
          (field, text) -> {
            if (DecisionRules.OWN.contains(field)) {
              content.put(field, text);
            } else {
              content.withObjectProperty(DecisionRules.ANSWERS).put(field, text);
            }
          });
      if (corrects != null) {
        content.put("corrects", corrects);
      }
      return content;
    }
  }

  /**
   * A signature.
   *
   * @param decided what the signer decides: for a form, what is agreed
   * @param reasons why
   * @param lateReason why it is late: mandatory once the clock has run out
   */
  public record Signature(String decided, String reasons, @Nullable String lateReason) {}

  /**
   * A signed decision with what its readable record needs.
   *
   * @param reference the case
   * @param child the child's name
   * @param procedure the title of the procedure
   * @param record what was decided
   * @param notice what the family was told of it; null for nothing yet
   * @param proof that the record is in the audit log
   */
  public record OnPaper(
      String reference,
      String child,
      String procedure,
      DecisionView.Recorded record,
      DecisionView.@Nullable Notice notice,
      Proof proof) {}

  /**
   * The proof that a record is in the audit log, for anybody to verify without this service.
   *
   * @param event the record's event: its id is the hash of what it says
   * @param entry the place of its entry in the log, from 0
   * @param leaf the text of the entry: its hash is the leaf
   * @param path the inclusion path (RFC 6962) in base64, from the bottom up
   * @param checkpoint the signed checkpoint that the path leads to (C2SP)
   * @param key the key that the checkpoint is verified with
   */
  public record Proof(
      EventId event, long entry, String leaf, List<String> path, String checkpoint, String key) {}

  private final Desk desk;
  private final AuditLog audit;
  private final DecisionViews views;

  /** The service. */
  public Decisions(Desk desk, RoomReader reader, AuditLog audit) {
    this.desk = desk;
    this.audit = audit;
    this.views = new DecisionViews(desk, reader);
  }

  // ---- To read ----

  /**
   * The decisions of a case, as somebody may read them. The access is noted in the audit log.
   *
   * @param how the door it is read through, such as {@code page} or {@code api}
   */
  public DecisionView all(UserId by, String reference, String how) {
    CaseFile file = desk.open(by, reference);
    audit.access(
        by.value(),
        file.space().value(),
        desk.policy().readsAs(by, file.space(), file.view(), how));
    return views.of(by, file);
  }

  /**
   * A decision of the record, for its readable page. Who opened it is noted in the audit log.
   *
   * @param id its number in the record, such as {@code 3}, or that of its proposal, {@code D1}
   * @throws Problem 404 for who may not read decisions, as for one that is not there
   */
  public OnPaper record(UserId by, String reference, String id) {
    CaseFile file = desk.open(by, reference);
    Optional<Event> found =
        id.matches("D\\d{1,6}")
            ? Records.ofProposal(file, id)
            : Optional.of(id)
                .filter(text -> text.matches("\\d{1,6}"))
                .flatMap(text -> Records.find(file, Integer.parseInt(text)));
    Event event =
        found
            .filter(record -> views.reads(by, file, Optional.of(record.room())))
            .filter(record -> desk.policy().mayRead(by, record, file.view()))
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "The record has no such decision that you can open: check its number."));
    Procedure procedure = desk.policy().procedure(file);
    DecisionView.Recorded record = views.recorded(procedure, file, event);
    audit.access(
        by.value(),
        file.space().value(),
        desk.policy()
            .readsAs(by, file.space(), file.view(), "record of decision " + record.number()));
    return new OnPaper(
        file.reference(),
        file.child(),
        procedure.title(),
        record,
        views.of(by, file).notices().stream()
            .filter(notice -> notice.number() == record.number())
            .findFirst()
            .orElse(null),
        proof(record));
  }

  private Proof proof(DecisionView.Recorded record) {
    return audit
        .placeOf(record.event().value(), record.position())
        .flatMap(entry -> audit.proofs().prove(entry))
        .map(
            proof ->
                new Proof(
                    record.event(),
                    proof.seq(),
                    proof.leaf(),
                    proof.path(),
                    proof.checkpoint(),
                    audit.verifier().toString()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "event " + record.event().value() + " has no entry in the audit log"));
  }

  /** Whether a paper is a proposal that was withdrawn. */
  public static boolean isWithdrawn(CaseFile file, Event paper) {
    return paper.type().equals(CaseEvents.DECISION)
        && Proposals.withdrawal(String.valueOf(paper.stateKey()), file).isPresent();
  }

  // ---- To propose, change and take back ----

  /**
   * Proposes a decision; it counts once somebody else signs it.
   *
   * @return the event; its state key is the number, such as {@code D1}
   * @throws Problem 409 when its kind asks for more than it says
   */
  public Event propose(UserId by, String reference, Proposed decision) {
    CaseFile file = desk.open(by, reference);
    return Numbers.next(
        desk,
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        CaseEvents.DECISION,
        "D",
        decision.content());
  }

  /**
   * Changes a proposal that nobody has signed: for its author.
   *
   * @param number such as {@code D1}
   * @param change what is changed, and why
   */
  public Event amend(UserId by, String reference, String number, Proposed decision, String change) {
    CaseFile file = desk.open(by, reference);
    RoomId room = file.requireRoom(RoomKind.PROFESSIONALS);
    if (Proposals.paper(file, number).isEmpty()) {
      throw Problem.notFound("This case has no proposal of that number: check it.");
    }
    return desk.paper(
        by, room, CaseEvents.DECISION, number, decision.content().put("amended", change));
  }

  /** Takes a proposal back that nobody has signed: for its author, or who could sign it. */
  public Event withdraw(UserId by, String reference, String number, String reason) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        DecisionEvents.WITHDRAW,
        Json.object().put("number", number).put("reason", reason));
  }

  // ---- To sign and share ----

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
    // The family is told in its room, from wherever it is shared.
    return desk.act(by, FamilyNotices.from(by, file), CaseEvents.SHARE, content);
  }
}
