package org.caseroom.web.api;

import org.caseroom.audit.AuditProofs;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.cases.pack.CasePacks;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** Proofs of the record, against signed checkpoints of the audit log. */
final class ProofHandlers {
  private final RecordServices record;

  ProofHandlers(ApiServices services) {
    this.record = services.record();
  }

  void register(ApiRoutes api) {
    api.get("/api/audit/proofs/{event}", this::inclusion);
    api.get("/api/audit/consistency", this::consistency);
    api.post("/api/audit/key", this::rotate);
  }

  /**
   * A proof that an event is in the log.
   *
   * @param proof the same as one text (C2SP tlog-proof)
   */
  private record Proved(
      String eventId,
      long seq,
      String leaf,
      java.util.List<String> path,
      String checkpoint,
      String key,
      String proof) {}

  /** For whoever may read the event: it tells no more than the event does. */
  private Object inclusion(ApiCall call) {
    String id = call.path("event");
    Event event =
        java.util.Optional.of(id)
            .filter(EventId::isValid)
            .flatMap(valid -> record.reader().event(call.by(), EventId.of(valid)))
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "There is no event with this id that you may read: check the event id."));
    AuditProofs.InclusionProof proof =
        record
            .audit()
            .placeOf(event.id().value(), event.position())
            .flatMap(record.audit().proofs()::prove)
            .orElseThrow(
                () ->
                    Problem.of(
                        500,
                        "ORG.CASEROOM_AUDIT",
                        "This event has no entry in the audit log: tell the operator of the service"
                            + " to run 'caseroom audit verify'."));
    return new Proved(
        id,
        proof.seq(),
        proof.leaf(),
        proof.path(),
        proof.checkpoint(),
        record.audit().verifier().toString(),
        proof.text());
  }

  private Object consistency(ApiCall call) {
    call.caller();
    long from = size("from", call.query("from"));
    String to = call.optionalQuery("to");
    return record.audit().proofs().proveConsistency(from, to == null ? -1 : size("to", to));
  }

  private Object rotate(ApiCall call) {
    Account by = call.administrator();
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    String key = record.audit().rotateKey(by.id().value(), reason).toString();
    return new CasePacks.LogNow(record.audit().checkpoint(), key);
  }

  private static long size(String name, String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Problem.invalidParam(
          "'" + name + "' is the size of a log, as it stands in the second line of a checkpoint.");
    }
    return Long.parseLong(text);
  }
}
