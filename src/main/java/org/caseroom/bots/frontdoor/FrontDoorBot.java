package org.caseroom.bots.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.intake.IntakeEvents;
import org.caseroom.cases.intake.Urgents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;

/**
 * Answers a family that refers itself: a receipt that says who will read it, what happens next and
 * by when, and the questions of the accessible-information standard, before anybody from the
 * service writes or rings. In the hub's room it asks for the screening.
 *
 * <p>A referral's queue is not for the family's eyes, and their own rooms open later. So the answer
 * comes in a room of two, the family member and this bot. There too it tells whom to call, when
 * what somebody is about to send holds urgent words.
 */
public final class FrontDoorBot implements Bot {
  private static final String NEEDS = "needs";

  private final CaseRules rules;
  private final Agencies agencies;
  private final NeedsQuestion needs;
  private final HubDesk hub;
  private final WaitingList waiting;
  private final Set<String> watched = new HashSet<>();

  public FrontDoorBot(CaseRules rules, Agencies agencies) {
    this.rules = rules;
    this.agencies = agencies;
    this.needs = new NeedsQuestion(rules);
    this.hub = new HubDesk(rules);
    this.waiting = new WaitingList(rules);
  }

  @Override
  public String name() {
    return "front-door";
  }

  @Override
  public List<MessageKey> messages() {
    List<MessageKey> keys = new ArrayList<>(DoorText.ALL);
    keys.addAll(needs.names());
    return keys;
  }

  /** Sits in the queue of every hub, and looks for what is due. */
  @Override
  public void onTick(Desk desk) {
    Optional<Account> me = desk.accounts().find(desk.me());
    for (Agency agency : agencies.all()) {
      for (Agency.Hub each : agency.hubs()) {
        if (me.isPresent() && watched.add(agency.id() + "/" + each.id())) {
          rules.work().intake().referrals().watch(agency, each, me.get());
        }
      }
    }
    waiting.due(desk);
  }

  @Override
  public void onEvent(Desk desk, Event event) {
    if (event.type().equals(IntakeEvents.URGENT)) {
      Urgents.hinted(event).forEach(person -> hint(desk, event, person));
    } else {
      rules
          .work()
          .intake()
          .referrals()
          .opened(event)
          .ifPresent(file -> referred(desk, event, file));
    }
  }

  // ---- Urgent words ----

  /** Whoever wrote them reads whom to call, once for a concern, where only they see it. */
  private static void hint(Desk desk, Event concern, UserId person) {
    RoomId room =
        desk.direct(person, desk.text(DoorText.HINT_ROOM, desk.styleFor(person), Map.of()));
    desk.say(
        room,
        new Cause("hint/" + concern.room() + "/" + concern.stateKey() + "/" + person),
        style -> desk.text(DoorText.HINT, style, Map.of()),
        List.of(person),
        null);
  }

  // ---- A referral ----

  /** Somebody was referred: the hub is asked for a screening, and who can sign in has a receipt. */
  private void referred(Desk desk, Event event, CaseFile file) {
    waiting.add(file);
    // Said together, and so stored together: many may refer themselves in one morning.
    List<CompletableFuture<Event>> saying = new ArrayList<>();
    saying.add(hub.prompt(desk, event, file));
    event
        .text("referrer")
        .map(UserId::of)
        .ifPresent(who -> saying.addAll(receipt(desk, event, who, file)));
    saying.forEach(RoomLog::await);
  }

  private List<CompletableFuture<Event>> receipt(
      Desk desk, Event event, UserId referrer, CaseFile file) {
    Procedure procedure = rules.procedure(file);
    RoomId room =
        desk.direct(
            Cause.of(event, "room"),
            referrer,
            desk.text(
                DoorText.ROOM_NAME,
                desk.styleFor(referrer),
                Map.of("reference", file.reference())));
    return List.of(
        desk.saying(
            room,
            Cause.of(event, "receipt"),
            style ->
                desk.text(
                    DoorText.RECEIPT,
                    style,
                    Map.of(
                        "name", desk.nameOf(referrer),
                        "reference", file.reference(),
                        "child", file.child(),
                        "readers", readers(desk, event.room(), style),
                        "next", next(desk, style, file, procedure))),
            List.of(referrer),
            Json.object().put("case", file.space().value())),
        desk.saying(
            room,
            Cause.of(event, NEEDS),
            style ->
                desk.text(
                    DoorText.NEEDS_QUESTION,
                    style,
                    Map.of("options", NeedsQuestion.lines(desk, procedure, style))),
            List.of(),
            Json.object().put(NEEDS, true)));
  }

  private static String next(Desk desk, Messages.Style style, CaseFile file, Procedure procedure) {
    return HubDesk.due(file, procedure)
        .map(day -> desk.text(DoorText.NEXT_BY, style, Map.of("day", Words.day(style, day))))
        .orElseGet(() -> desk.text(DoorText.NEXT, style, Map.of()));
  }

  private static String readers(Desk desk, RoomId queue, Messages.Style style) {
    String lines =
        desk.view().members(queue, Membership.JOIN).stream()
            .flatMap(user -> desk.accounts().find(user).stream())
            .filter(account -> !account.isBot())
            .sorted(Comparator.comparing(Account::displayName))
            .map(
                account ->
                    desk.text(
                        DoorText.READER,
                        style,
                        Map.of(
                            "name",
                            account.displayName(),
                            "role",
                            desk.role(account.mainRole(), style))))
            .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? desk.text(DoorText.NO_READERS, style, Map.of()) : lines;
  }

  // ---- Answers ----

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    if (command.name().equals(NEEDS)) {
      needs.answered(desk, event, command.rest());
    } else {
      hub.command(desk, event, command);
    }
  }

  /** 1️⃣ and on under a question: a need, or the outcome of a screening. */
  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    JsonNode mark = message.content().path(Desk.MARK);
    String key = reaction.content().path("m.relates_to").path("key").asText();
    if (mark.has(NEEDS)) {
      needs.reacted(desk, reaction, key);
    } else if (mark.has(HubDesk.SCREENING)) {
      hub.reacted(desk, reaction, key, mark);
    }
  }

  /** A plain answer to a question or a prompt, such as {@code 1 5 11} or {@code 2 The reason}. */
  @Override
  public void onReply(Desk desk, Event reply, Event message) {
    JsonNode mark = message.content().path(Desk.MARK);
    String text = Command.textOf(reply).orElse("");
    boolean number = !text.isEmpty() && Character.isDigit(text.charAt(0));
    if (mark.has(NEEDS) && number) {
      needs.answered(desk, reply, text);
    } else if (HubDesk.isAnswer(mark, number)) {
      hub.replied(desk, reply, text, mark);
    }
  }
}
