package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.SealedPack;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** What follows from the steps of a transfer up to its acceptance. */
final class TransferFlow {
  private final Accounts accounts;
  private final TransferChecks checks;

  TransferFlow(Accounts accounts, TransferChecks checks) {
    this.accounts = accounts;
    this.checks = checks;
  }

  void follow(Step step) {
    Event event = step.event();
    switch (event.type()) {
      case TransferEvents.CONSULT -> paper(step, TransferEvents.CONSULTED);
      case TransferEvents.FORM -> paper(step, TransferEvents.FORM_PAPER);
      case TransferEvents.OFFER -> offered(step);
      case TransferEvents.CLARIFY -> clarified(step);
      case TransferEvents.ANSWER -> answered(step);
      case TransferEvents.ACCEPT -> accepted(step);
      case TransferEvents.DECLINE ->
          state(
              step,
              TransferState.again(step.file())
                  .put("status", TransferState.DECLINED)
                  .put("reason", event.text("reason").orElse(""))
                  .put("answered_by", event.sender().value())
                  .put("answered", event.originServerTs()));
      case TransferEvents.CHECK -> ticked(step);
      default -> {}
    }
  }

  private static void state(Step step, ObjectNode content) {
    step.state(TransferEvents.TRANSFER, "", content);
  }

  /** What somebody said, kept where the professionals read it. */
  private static void paper(Step step, String type) {
    Event event = step.event();
    step.room(RoomKind.PROFESSIONALS)
        .ifPresent(
            room ->
                step.state(
                    room,
                    type,
                    "",
                    event
                        .content()
                        .deepCopy()
                        .put("by", event.sender().value())
                        .put("at", event.originServerTs())
                        .put("event", event.id().value())));
  }

  // ---- The offer ----

  private void offered(Step step) {
    Event event = step.event();
    CaseFile file = step.file();
    TransferRules rules = TransferChecks.rules(step.procedure());
    String agency = event.text("agency").orElse("");
    List<SealedPack.Item> items = pack(step);
    ObjectNode manifest = SealedPack.manifest(items);
    RoomPlan room =
        RoomPlan.start(RoomKind.TRANSFER, step.service(), file.view().now(), Json.object());
    room.state(
        CaseEvents.ROOM,
        "",
        Json.object()
            .put("case", file.space().value())
            .put("kind", RoomKind.TRANSFER.word())
            .put("reference", file.reference()));
    room.state("m.room.name", "", Json.object().put("name", file.reference() + ", transfer"));
    ObjectNode content =
        Json.object()
            .put("status", TransferState.OFFERED)
            .put("agency", agency)
            .put("on", day(step, rules).toString())
            .put("room", room.id().value())
            .put("manifest", manifest.path("hash").asText())
            .put("offered_by", event.sender().value())
            .put("offered", event.originServerTs());
    Fields.put(content, "message", event.text("message").orElse(null));
    Fields.put(content, "lawful_basis", event.text("lawful_basis").orElse(null));
    TransferChecks.consent(agency, rules, file)
        .ifPresent(consent -> content.put("consent", consent.stateKey()));
    // First the offer: what it opens to the receiving agency rests on it.
    state(step, content);
    step.drafts().addAll(room.drafts());
    step.state(room.id(), TransferEvents.MANIFEST, "", manifest);
    for (int i = 0; i < items.size(); i++) {
      step.state(room.id(), TransferEvents.ITEM, String.valueOf(i + 1), sealed(items.get(i)));
    }
    people(step, room.id(), agency);
  }

  private static List<SealedPack.Item> pack(Step step) {
    List<SealedPack.Item> items = new ArrayList<>();
    step.file()
        .state(RoomKind.PROFESSIONALS, TransferEvents.FORM_PAPER, "")
        .ifPresent(
            form ->
                items.add(
                    SealedPack.item("transfer-form", "Adoption Support Transfer Form", form)));
    items.addAll(SealedPack.of(step.procedure(), step.file()));
    return items;
  }

  private static ObjectNode sealed(SealedPack.Item item) {
    ObjectNode content =
        Json.object().put("id", item.id()).put("title", item.title()).put("hash", item.hash());
    content.set("content", item.content());
    return content;
  }

  private static LocalDate day(Step step, TransferRules rules) {
    LocalDate today = LocalDate.ofInstant(step.event().time(), step.procedure().zone());
    LocalDate ends = Home.of(step.file()).order().map(rules::ends).orElse(today);
    return step.event().text("on").flatMap(Home::day).orElse(ends.isBefore(today) ? today : ends);
  }

  /** Who offers and their managers are in; the managers of the other side are invited. */
  private void people(Step step, RoomId room, String agency) {
    CaseFile file = step.file();
    List<Account> own = new ArrayList<>();
    accounts.find(step.event().sender()).ifPresent(own::add);
    file.room(RoomKind.PROFESSIONALS)
        .ifPresent(
            professionals ->
                checks.managers(file.agency()).stream()
                    .filter(account -> own.stream().noneMatch(account::equals))
                    .filter(
                        account ->
                            file.view().membership(professionals, account.id()) == Membership.JOIN)
                    .forEach(own::add));
    for (Account account : own) {
      Arrivals.bring(step, room, account, "Offers the case", true);
    }
    for (Account account : checks.managers(agency)) {
      Arrivals.bring(step, room, account, "The case is offered to their agency", false);
    }
  }

  // ---- The answer ----

  private static void clarified(Step step) {
    Event event = step.event();
    RoomId room = event.room();
    int number = Numbers.next(step.file().view(), room, TransferEvents.CLARIFICATION);
    step.state(
        room,
        TransferEvents.CLARIFICATION,
        String.valueOf(number),
        Json.object()
            .put("text", event.text("text").orElse(""))
            .put("by", event.sender().value())
            .put("at", event.originServerTs()));
    state(step, TransferState.again(step.file()).put("status", TransferState.CLARIFYING));
  }

  private static void answered(Step step) {
    Event event = step.event();
    for (Event asked : step.file().view().state(event.room(), TransferEvents.CLARIFICATION)) {
      if (!asked.content().has("answer")) {
        step.state(
            event.room(),
            TransferEvents.CLARIFICATION,
            String.valueOf(asked.stateKey()),
            asked
                .content()
                .deepCopy()
                .put("answer", event.text("text").orElse(""))
                .put("answered_by", event.sender().value())
                .put("answered", event.originServerTs()));
      }
    }
    state(step, TransferState.again(step.file()).put("status", TransferState.OFFERED));
  }

  private static void accepted(Step step) {
    Event event = step.event();
    ObjectNode content =
        TransferState.again(step.file())
            .put("status", TransferState.ACCEPTED)
            .put("answered_by", event.sender().value())
            .put("answered", event.originServerTs())
            .put("accepted", event.id().value())
            .put("worker", event.text("worker").orElse(""))
            .put("hub", event.text("hub").orElse(""));
    Fields.put(content, "welcome", event.text("message").orElse(null));
    state(step, content);
  }

  private static void ticked(Step step) {
    Event event = step.event();
    ObjectNode content = TransferState.again(step.file());
    ObjectNode tick =
        Json.object().put("by", event.sender().value()).put("at", event.originServerTs());
    Fields.put(tick, "note", event.text("note").orElse(null));
    content.withObject("checks").set(event.text("check").orElse(""), tick);
    state(step, content);
  }

  /** A person's id in a field of the transfer, where there is one. */
  static Optional<UserId> person(JsonNode transfer, String field) {
    return Optional.ofNullable(Fields.text(transfer, field)).map(UserId::of);
  }

  /** What of a transfer a step has written, or what stands. */
  static ObjectNode written(Step step) {
    for (Draft draft : step.drafts()) {
      if (draft.type().equals(TransferEvents.TRANSFER)) {
        return draft.content();
      }
    }
    return TransferState.again(step.file());
  }
}
