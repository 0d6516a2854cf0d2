package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Handover;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;

/**
 * What follows when the day has come: the case is the receiving agency's. Its people come in, open
 * questions of the first agency go to the new worker, and all that is in the rooms stays where it
 * is: the story, the clocks, the record.
 */
final class MoveFlow {
  private static final List<RoomKind> ROOMS = List.of(RoomKind.FAMILY, RoomKind.PROFESSIONALS);

  private final Accounts accounts;
  private final Agencies agencies;
  private final Areas areas;

  MoveFlow(Accounts accounts, Agencies agencies) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.areas = new Areas(agencies);
  }

  void follow(Step step) {
    ObjectNode transfer = TransferState.again(step.file());
    step.state(CaseEvents.CASE, "", head(step, transfer));
    step.state(
        TransferEvents.TRANSFER,
        "",
        transfer.put("status", TransferState.MOVED).put("moved", step.event().originServerTs()));
    Optional<Account> worker = TransferFlow.person(transfer, "worker").flatMap(accounts::find);
    Stream.concat(
            worker.stream(),
            TransferFlow.person(transfer, "answered_by").flatMap(accounts::find).stream())
        .distinct()
        .forEach(account -> join(step, account));
    worker.ifPresent(
        account -> {
          String why = "Supports the family from " + transfer.path("on").asText() + " on";
          step.state(
              CaseEvents.LEAD,
              "",
              Json.object().put("person", account.id().value()).put("why", why));
          questions(step, account);
        });
  }

  private ObjectNode head(Step step, ObjectNode transfer) {
    CaseFile file = step.file();
    TransferRules rules = TransferChecks.rules(step.procedure());
    long now = step.event().originServerTs();
    ObjectNode head = Heads.again(file);
    ArrayNode former = head.withArray(Handover.FORMER);
    former
        .addObject()
        .put("agency", file.agency())
        .put("hub", file.hub())
        .put("moved", now)
        .put(Handover.UNTIL, now + Duration.ofDays(rules.readDays()).toMillis());
    String agency = transfer.path("agency").asText();
    String area = head.path(Home.AREA).asText();
    return head.put("agency", agency)
        .put("hub", hub(agency, transfer.path("hub").asText()))
        .put(Home.OUT_OF_AREA, !area.isBlank() && !areas.serves(agency, area));
  }

  private String hub(String agency, String told) {
    return told.isEmpty()
        ? agencies
            .find(agency)
            .flatMap(found -> found.hubs().stream().map(Agency.Hub::id).findFirst())
            .orElse("")
        : told;
  }

  private void join(Step step, Account account) {
    String why = "Of the agency that is responsible now";
    ObjectNode member = Json.object().put("role", account.mainRole().word()).put("why", why);
    Fields.put(member, "agency", account.agency());
    Fields.put(member, "rooms", ROOMS.stream().map(RoomKind::word).toList());
    step.state(CaseEvents.MEMBER, CaseEvents.personKey(account.id()), member);
    Arrivals.bring(step, step.file().space(), account, why, true);
    for (RoomKind kind : ROOMS) {
      Optional<RoomId> room = step.file().room(kind);
      room.ifPresent(found -> Arrivals.bring(step, found, account, why, true));
    }
  }

  /** A question is never without an owner who can answer it. */
  private void questions(Step step, Account worker) {
    for (Event question : step.file().state(CaseEvents.QUESTION)) {
      boolean theirs =
          question
              .text("owner")
              .map(UserId::of)
              .flatMap(accounts::find)
              .filter(owner -> step.file().agency().equals(owner.agency()))
              .isPresent();
      if (theirs && question.text("status").filter("closed"::equals).isEmpty()) {
        ObjectNode content =
            question
                .content()
                .deepCopy()
                .put("owner", worker.id().value())
                .put("with", areas.name(worker.agency()));
        content
            .withArray("passed")
            .addObject()
            .put("from", question.text("owner").orElse(""))
            .put("to", worker.id().value())
            .put("reason", "The case moved to " + areas.name(worker.agency()) + ".")
            .put("at", step.event().originServerTs());
        step.state(CaseEvents.QUESTION, String.valueOf(question.stateKey()), content);
      }
    }
  }
}
