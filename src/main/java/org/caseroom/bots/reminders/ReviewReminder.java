package org.caseroom.bots.reminders;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.QuietHours;
import org.caseroom.identity.QuietTimes;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Says in good time that a clock runs out, names what is unfinished and who has it, and sees that
 * somebody answers: by ✅, by {@code !ack} or in plain words, or else it goes on to the deputy and
 * the manager.
 */
public final class ReviewReminder implements Bot {
  private final CaseRules rules;
  private final ReminderText text = new ReminderText();
  private final Planner planner;
  private final Replanning replanning;
  private final Sweep sweep;
  private final Calls calls;
  private final Digest digest;

  /** Makes the bot of a node. */
  public ReviewReminder(CaseRules rules) {
    this.rules = rules;
    this.planner = new Planner(rules);
    this.replanning = new Replanning(rules, planner);
    String node = UUID.randomUUID().toString();
    this.sweep = new Sweep(rules, text, node);
    this.calls = new Calls(node);
    this.digest = new Digest(rules);
  }

  @Override
  public String name() {
    return "review-reminder";
  }

  @Override
  public List<MessageKey> messages() {
    return Stream.concat(ReminderText.MESSAGES.stream(), PersonalText.MESSAGES.stream()).toList();
  }

  /** A clock started, moved, was met or stopped; or what else a reminder hangs on has changed. */
  @Override
  public void onEvent(Desk desk, Event event) {
    switch (event.type()) {
      case CaseEvents.CLOCK ->
          planner.plan(desk, event.room(), clock -> clock.id().equals(event.stateKey()));
      case CaseEvents.STAGE -> planner.plan(desk, event.room(), any -> true);
      case CaseEvents.MEMBER -> {
        if (event.content().path("left").asBoolean() && event.stateKey() != null) {
          planner.left(desk, event.room(), CaseEvents.person(event.stateKey()));
        }
      }
      case CaseEvents.CLOCK_ACKNOWLEDGE ->
          CaseFile.of(desk.view(), event.room())
              .ifPresent(
                  file ->
                      Planner.acknowledged(
                          desk,
                          file.space(),
                          event.text("clock").orElse(""),
                          event.text("reminder").orElse(""),
                          event.sender()));
      default -> {
        // Nothing else is listened to.
      }
    }
  }

  /** Says what is due; while there is more, what was said wakes the bots again. */
  @Override
  public void onTick(Desk desk) {
    replanning.round(desk);
    if (!sweep.round(desk)) {
      calls.round(desk);
      digest.round(desk);
    }
  }

  // ---- What people answer ----

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    switch (command.name()) {
      case "clocks" ->
          desk.reply(
              event,
              Cause.of(event, "clocks"),
              style -> text.clocks(desk, rules, event.room(), style));
      case "quiet" -> quiet(desk, event, command.rest());
      default -> {
        if (!acknowledge(desk, event, newest(desk, event))) {
          desk.reply(
              event,
              Cause.of(event, "answered"),
              style -> desk.text(PersonalText.NOTHING_TO_ANSWER, style, java.util.Map.of()));
        }
      }
    }
  }

  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    acknowledge(desk, reaction, Message.requests(message));
  }

  /** Plain words under a reminder that say that it was seen. */
  @Override
  public void onReply(Desk desk, Event reply, Event message) {
    boolean seen =
        Command.textOf(reply)
            .filter(written -> desk.means(PersonalText.ACK_WORDS, written))
            .isPresent();
    if (seen && acknowledge(desk, reply, Message.requests(message))) {
      desk.tick(reply, Cause.of(reply, "seen"));
    }
  }

  /** What the newest message asks that still waits here; in somebody's own room, all of theirs. */
  private static List<Message.Request> newest(Desk desk, Event command) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), command.room());
    List<RoomId> cases =
        file.map(each -> List.of(each.space()))
            .orElseGet(
                () ->
                    desk.services()
                        .database()
                        .read(tx -> new ReminderDao(tx).openCasesOf(command.sender())));
    List<Reminder> open = OpenReminders.in(desk.services().database(), cases);
    if (file.isPresent() && !open.isEmpty()) {
      Reminder.Sent newest = open.get(open.size() - 1).sent();
      open =
          open.stream()
              .filter(
                  each ->
                      newest != null
                          && each.sent() != null
                          && each.sent().event().equals(newest.event()))
              .toList();
    }
    return open.stream()
        .map(each -> new Message.Request(each.caseId(), each.clock(), each.point()))
        .toList();
  }

  /**
   * Writes the answers into the log in the person's name, where they are waited for; nothing goes
   * to anybody else any more.
   *
   * @return whether there was anything to answer
   */
  private static boolean acknowledge(Desk desk, Event asked, List<Message.Request> requests) {
    List<Message.Request> waiting = new ArrayList<>();
    for (Message.Request request : requests) {
      boolean waits =
          desk
              .services()
              .database()
              .read(tx -> new ReminderDao(tx).ofClock(request.caseId(), request.clock()))
              .stream()
              .anyMatch(each -> each.point().equals(request.point()) && each.canBeAnswered());
      if (waits) {
        waiting.add(request);
      }
    }
    for (Message.Request request : waiting) {
      CaseFile file = CaseFile.of(desk.view(), request.caseId()).orElseThrow();
      RoomId room = file.requireRoom(RoomKind.PROFESSIONALS);
      desk.appendFor(
          asked,
          Cause.of(asked, "acknowledge")
              .and(request.caseId() + "/" + request.clock())
              .and(request.point()),
          view ->
              Draft.message(
                  room,
                  asked.sender(),
                  CaseEvents.CLOCK_ACKNOWLEDGE,
                  OpenReminders.answer(request.clock(), request.point())));
      Planner.acknowledged(
          desk, request.caseId(), request.clock(), request.point(), asked.sender());
    }
    return !waiting.isEmpty();
  }

  // ---- Quiet hours ----

  private static void quiet(Desk desk, Event event, String written) {
    QuietTimes times = desk.services().people().quiet();
    UserId person = event.sender();
    Optional<QuietHours> hours = QuietHours.parse(written);
    if (hours.isPresent()) {
      times.set(person, hours.get());
    } else if (PersonalText.isNone(desk, written)) {
      times.set(person, null);
    } else if (!written.isEmpty()) {
      desk.reply(
          event, Cause.of(event, "quiet-usage"), style -> PersonalText.quietUsage(desk, style));
      return;
    }
    desk.reply(
        event,
        Cause.of(event, "quiet"),
        style -> PersonalText.quiet(desk, times.of(person), style));
  }
}
