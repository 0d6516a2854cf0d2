package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.ProcedureVersion;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** The case that a referral opens. */
final class NewCase {
  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final UserId service;
  private final Openings openings;

  NewCase(CasePolicy.Rules rules, Accounts accounts, UserId service, Openings openings) {
    this.rules = rules;
    this.accounts = accounts;
    this.service = service;
    this.openings = openings;
  }

  /** A referral in a hub opens a case: the next number, a space, its first stage. */
  List<Draft> of(Event referral, RoomView after) {
    Optional<Event> hub = after.state(referral.room(), CaseEvents.HUB, "");
    Optional<RoomId> register = hub.flatMap(event -> event.text("register")).map(RoomId::of);
    if (hub.isEmpty() || register.isEmpty()) {
      return List.of();
    }
    int number =
        after
                .state(register.get(), CaseEvents.REGISTER, "")
                .map(event -> event.content().path("last").asInt())
                .orElse(0)
            + 1;
    String reference = "REF-" + number;
    String agency = hub.get().text("agency").orElse("");
    ProcedureVersion version =
        rules.procedures().newest(rules.procedures().forAgency(agency).id()).orElseThrow();
    Procedure procedure = version.procedure();
    RoomPlan space = RoomPlan.start(RoomKind.CASE, service, after.now(), Json.object());
    ObjectNode head =
        Json.object()
            .put("reference", reference)
            .put("agency", agency)
            .put("hub", hub.get().text("hub").orElse(""))
            .put("procedure", procedure.id())
            .put("procedure_version", version.version())
            .put("register", register.get().value())
            .put("referral", referral.id().value());
    for (String field : List.of("child", "surname", "born", "order_date", "channel")) {
      referral.text(field).ifPresent(text -> head.put(field, text));
    }
    space.state(CaseEvents.CASE, "", head);
    space.state(
        "m.room.name",
        "",
        Json.object().put("name", referral.text("child").orElse("") + ", " + reference));
    space.state(
        CaseEvents.STAGE,
        "",
        stage(procedure.firstStage().id(), procedure.cites().referral(), referral));
    openings.bots().forEach(bot -> space.place(bot.id(), bot.displayName(), "Helps the team"));
    referral
        .text("referrer")
        .map(UserId::of)
        .flatMap(accounts::find)
        .ifPresent(account -> firstFamily(space, account));
    List<Draft> drafts = new ArrayList<>();
    drafts.add(
        Draft.state(
            register.get(), service, CaseEvents.REGISTER, "", Json.object().put("last", number)));
    version.keep(register.get(), service, after).ifPresent(drafts::add);
    drafts.addAll(space.drafts());
    drafts.add(
        Draft.state(
            register.get(),
            service,
            CaseEvents.REGISTER_CASE,
            reference,
            Json.object()
                .put("space", space.id().value())
                .put("hub_room", referral.room().value())));
    drafts.add(
        Notices.notice(
            referral.room(),
            service,
            reference
                + " opened: "
                + referral.text("referrer_name").orElse("")
                + " about "
                + referral.text("child").orElse("")
                + ", by "
                + referral.text("channel").orElse("")
                + ". Waits for screening.",
            referral));
    return drafts;
  }

  private void firstFamily(RoomPlan space, Account account) {
    space.place(account.id(), account.displayName(), "Referred the family");
    space.state(
        CaseEvents.MEMBER,
        CaseEvents.personKey(account.id()),
        Openings.memberContent(account, "Referred the family", Set.of(RoomKind.FAMILY)));
  }

  /** The content of a case's stage. */
  static ObjectNode stage(String id, String clause, Event because) {
    return Json.object()
        .put("stage", id)
        .put("clause", clause)
        .put("since", because.originServerTs())
        .put("because", because.id().value());
  }
}
