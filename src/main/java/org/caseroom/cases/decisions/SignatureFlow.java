package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.sharing.Layers;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** What follows from a signature: the document is signed, and its decision is on record. */
final class SignatureFlow {
  private final Records records;

  SignatureFlow(Accounts accounts) {
    this.records = new Records(accounts);
  }

  void signed(Step step) {
    Event event = step.event();
    String kind = event.text("document").orElse("");
    String number = event.text("number").orElse("");
    String document = number.isEmpty() ? kind : kind + "/" + number;
    Optional<Event> paper = Documents.paper(step.procedure(), step.file(), document);
    if (paper.isEmpty()) {
      return;
    }
    step.state(
        event.room(),
        CaseEvents.SIGNED,
        document,
        Json.object()
            .put("document_event", paper.get().id().value())
            .put("signer", event.sender().value())
            .put("at", event.originServerTs())
            .put("signoff", event.id().value()));
    if (kind.equals("summary")) {
      Layers.publish(step, paper.get());
    } else {
      record(step, kind, paper.get());
    }
  }

  private void record(Step step, String kind, Event paper) {
    Event event = step.event();
    Procedure.DocumentRule rule = step.procedure().document(kind).orElseThrow();
    boolean decision = paper.type().equals(CaseEvents.DECISION);
    ObjectNode content = Json.object();
    if (decision) {
      content.setAll(Proposals.said(step.procedure(), paper));
    } else {
      content
          .put("title", rule.title() + ": signed off")
          .put("decided", event.text("decided").orElse(""))
          .put("reasons", event.text("reasons").orElse(""));
    }
    if (!content.has("clause")) {
      content.put("clause", rule.clause());
    }
    content
        .put("document", kind)
        .put("document_event", paper.id().value())
        .put("signoff", event.id().value());
    if (decision) {
      content.put("proposal", String.valueOf(paper.stateKey()));
    }
    event.text("late_reason").ifPresent(text -> content.put("late_reason", text));
    records.add(step, content, paper.sender(), event.sender());
  }

  /** A contact that tells of a signature, or the sharing of what was signed, is noted with it. */
  void told(Step step) {
    Event event = step.event();
    Optional<String> tells = event.text("tells");
    Optional<String> document =
        event.type().equals(CaseEvents.SHARE) ? event.text("document") : Optional.empty();
    for (Event signed : step.file().state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED)) {
      boolean meant =
          tells.isPresent()
              ? signed.text("signoff").equals(tells)
              : document.filter(id -> id.equals(signed.stateKey())).isPresent();
      if (meant && !signed.content().has("told")) {
        step.state(
            signed.room(),
            CaseEvents.SIGNED,
            String.valueOf(signed.stateKey()),
            signed
                .content()
                .deepCopy()
                .put("told", event.originServerTs())
                .put("told_by", event.id().value()));
      }
    }
  }
}
