package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.sharing.Layers;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What follows from a signature: the document is signed, and its decision is on record. */
final class SignatureFlow {
  private final Accounts accounts;

  SignatureFlow(Accounts accounts) {
    this.accounts = accounts;
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

  /** The record of a decision names the one before it by event id, which is a hash: a chain. */
  private void record(Step step, String kind, Event paper) {
    Event event = step.event();
    Procedure.DocumentRule rule = step.procedure().document(kind).orElseThrow();
    int number = Numbers.next(step.file().view(), event.room(), CaseEvents.DECISION_RECORD);
    boolean decision = paper.type().equals(CaseEvents.DECISION);
    ObjectNode content =
        Json.object()
            .put("number", number)
            .put("title", decision ? paper.text("title").orElse("") : rule.title() + ": signed off")
            .put("decided", decision ? paper.text("decided").orElse("") : said(event, "decided"))
            .put("reasons", decision ? paper.text("reasons").orElse("") : said(event, "reasons"))
            .put("clause", decision ? paper.text("clause").orElse(rule.clause()) : rule.clause())
            .put("document", kind)
            .put("document_event", paper.id().value())
            .put("signoff", event.id().value())
            .put("author", paper.sender().value())
            .put("author_role", role(paper.sender()))
            .put("signer", event.sender().value())
            .put("signer_role", role(event.sender()));
    for (String field : List.of("options", "lawful_basis", "views")) {
      paper.text(field).ifPresent(text -> content.put(field, text));
    }
    if (paper.content().has("corrects")) {
      content.set("corrects", paper.content().get("corrects"));
    }
    event.text("late_reason").ifPresent(text -> content.put("late_reason", text));
    step.file()
        .view()
        .state(event.room(), CaseEvents.DECISION_RECORD, String.valueOf(number - 1))
        .ifPresent(previous -> content.put("previous", previous.id().value()));
    step.state(event.room(), CaseEvents.DECISION_RECORD, String.valueOf(number), content);
  }

  private static String said(Event event, String field) {
    return event.text(field).orElse("");
  }

  private String role(UserId user) {
    return accounts.find(user).map(Account::mainRole).map(Role::word).orElse("");
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
