package org.caseroom.bots.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.door.Handover;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.cases.transfer.TransferEvents;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transfer of a case, in its rooms: who is responsible, what a transfer waits for and who can
 * supply it, each step by command, and who is who once the case has moved.
 *
 * <p>It also moves responsibility to the agency that accepted a case, on the day that was agreed.
 * What waits is kept in memory and found again at the start, so that a day that passed while the
 * service was down is made up for at once; the acceptance is the transaction, so it happens once.
 */
public final class TransferBot implements Bot {
  private static final Logger LOG = LoggerFactory.getLogger(TransferBot.class);

  private static final String MOVED = "moved";

  private final CaseRules rules;
  private final Agencies agencies;
  private final TransferCommands commands;
  private final Map<RoomId, Waiting> waiting = new HashMap<>();
  private boolean reconciled;

  public TransferBot(CaseRules rules, Agencies agencies) {
    this.rules = rules;
    this.agencies = agencies;
    this.commands = new TransferCommands(rules, agencies);
  }

  /** A transfer whose day is to come. */
  private record Waiting(Instant due, String on, String accepted) {}

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public List<MessageKey> messages() {
    return TransferText.ALL;
  }

  /** A transfer was offered, accepted, declined or made. */
  @Override
  public void onEvent(Desk desk, Event event) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      return;
    }
    look(file.get());
    switch (event.text("status").orElse("")) {
      case "offered" -> offered(desk, event, file.get());
      case MOVED -> moved(desk, event, file.get());
      default -> {
        // The house says in words what was asked, agreed or declined.
      }
    }
  }

  /** The room where the agencies meet is told once how an offer is answered. */
  private void offered(Desk desk, Event event, CaseFile file) {
    Optional<RoomId> room = event.text("room").map(RoomId::of);
    Optional<Account> me = desk.accounts().find(desk.me());
    if (room.isEmpty() || me.isEmpty()) {
      return;
    }
    rules.work().transfers().attend(room.get(), me.get());
    desk.say(
        room.get(),
        new Cause(room.get() + "/offered"),
        style ->
            desk.text(
                TransferText.OFFERED_HERE,
                style,
                Map.of(
                    "reference", file.reference(),
                    "agency", name(event.text("agency").orElse("")),
                    "day", Words.day(style, LocalDate.parse(event.text("on").orElse(""))),
                    "message", event.text("message").orElse(""))));
  }

  private String name(String agency) {
    return agencies.find(agency).map(Agency::name).orElse(agency);
  }

  /** The family is told who is who now, and says whether it is clear. */
  private void moved(Desk desk, Event event, CaseFile file) {
    Optional<RoomId> room = file.room(RoomKind.FAMILY).filter(desk::isIn);
    if (room.isEmpty() || !file.content().path(Handover.FORMER).has(0)) {
      return;
    }
    JsonNode former = file.content().path(Handover.FORMER);
    String before = former.get(former.size() - 1).path("agency").asText();
    desk.say(
        room.get(),
        new Cause(event.text("accepted").orElse(event.id().value()) + "/who-is-who"),
        style ->
            desk.text(
                TransferText.WHO_IS_WHO,
                style,
                Map.of(
                    "child", file.child(),
                    "agency", name(file.agency()),
                    "before", name(before),
                    "people",
                        new TransferText(desk, style).people(room.get(), file.agency(), agencies))),
        List.of(),
        Json.object().put("check", "family"));
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    commands.answer(desk, event, command);
  }

  /** ✅ under who is who. */
  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    if (message.content().path(Desk.MARK).has("check")) {
      CaseFile.of(desk.view(), reaction.room())
          .ifPresent(file -> commands.familyKnows(desk, reaction, file));
    }
  }

  private void look(CaseFile file) {
    TransferRules transfer = rules.procedure(file).transfer();
    Optional<Event> accepted =
        file.state(TransferEvents.TRANSFER, "")
            .filter(event -> event.text("status").filter("accepted"::equals).isPresent());
    if (transfer == null || accepted.isEmpty()) {
      waiting.remove(file.space());
      return;
    }
    String on = accepted.get().text("on").orElse("");
    Instant due =
        LocalDate.parse(on)
            .atTime(transfer.movesAt())
            .atZone(rules.procedure(file).zone())
            .toInstant();
    waiting.put(file.space(), new Waiting(due, on, accepted.get().text("accepted").orElse("")));
  }

  @Override
  public void onTick(Desk desk) {
    if (!reconciled) {
      for (Event transfer : desk.view().stateAround(desk.me(), TransferEvents.TRANSFER, "")) {
        CaseFile.of(desk.view(), transfer.room()).ifPresent(this::look);
      }
      reconciled = true;
    }
    Instant now = desk.now();
    for (Map.Entry<RoomId, Waiting> each : Map.copyOf(waiting).entrySet()) {
      if (!now.isBefore(each.getValue().due())) {
        move(desk, each.getKey(), each.getValue());
      }
    }
  }

  private void move(Desk desk, RoomId space, Waiting due) {
    try {
      desk.record(
          Draft.message(space, desk.me(), TransferEvents.MOVE, Json.object().put("on", due.on())),
          new Cause(due.accepted() + "/move"));
    } catch (Problem refused) {
      if (refused.errcode().equals("M_LIMIT_EXCEEDED")) {
        return;
      }
      // Tried again when something of the transfer changes, or at the next start.
      LOG.warn("A transfer could not be made in {}: {}", space, refused.message());
    }
    waiting.remove(space);
  }
}
