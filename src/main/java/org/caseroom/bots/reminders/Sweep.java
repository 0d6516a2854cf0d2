package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is due. What is due for a case is claimed for one message before that is said: the
 * claim keeps other nodes off, and the message's id, which stays with its reminders, makes it the
 * same message when a node died between saying it and noting so.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** How many rows are looked at in one go, before other bots have their turn. */
  private static final int PAGE = 128;

  /** How many messages are handed to the log at once: more would make people's own wait. */
  private static final int AT_ONCE = 32;

  private static final int ROUNDS = 100;
  private static final long LONGEST_REST_MS = 50;

  private final CaseRules rules;
  private final ReminderText text;
  private final String node;

  Sweep(CaseRules rules, ReminderText text, String node) {
    this.rules = rules;
    this.text = text;
    this.node = node;
  }

  /** A message that is in the log. */
  private record Said(Message message, Event event, Set<UserId> mentioned) {}

  /**
   * Says what is due, until there is no more or other bots should have their turn: what was said
   * wakes this one again.
   *
   * @return whether there may be more
   */
  boolean round(Desk desk) {
    for (int i = 0; i < ROUNDS; i++) {
      int said = page(desk);
      if (said != 0) {
        return said > 0;
      }
    }
    return true;
  }

  /** Says a page of what is due: how many messages that were, below 0 when nothing was due. */
  private int page(Desk desk) {
    Instant now = desk.now();
    List<RoomId> cases =
        desk.services().database().read(tx -> new ReminderDao(tx).dueCases(now, node, PAGE));
    if (cases.isEmpty()) {
      return -1;
    }
    Map<String, List<Reminder>> claimed =
        desk.services().database().write(tx -> claim(tx, cases, now));
    Weighing weighing = new Weighing(desk, rules, now);
    List<Message> messages = new ArrayList<>();
    claimed.forEach((id, together) -> weighing.weigh(id, together).ifPresent(messages::add));
    Map<Message, Instant> held = held(desk, messages, now);
    if (!weighing.withdrawn().isEmpty() || !held.isEmpty()) {
      desk.services()
          .database()
          .writing(
              tx -> {
                new ReminderDao(tx).become(weighing.withdrawn(), Reminder.State.WITHDRAWN);
                held.forEach((message, until) -> hold(tx, message, until));
              });
    }
    messages.removeAll(held.keySet());
    say(desk, messages, now);
    return messages.size();
  }

  private Map<String, List<Reminder>> claim(Tx tx, List<RoomId> cases, Instant now) {
    ReminderDao dao = new ReminderDao(tx);
    Map<RoomId, String> fresh = new HashMap<>();
    Map<String, List<Reminder>> claimed = new LinkedHashMap<>();
    for (Reminder each : dao.due(now, node, cases)) {
      String named = each.messageId();
      String id =
          named == null
              ? fresh.computeIfAbsent(each.caseId(), any -> UUID.randomUUID().toString())
              : named;
      if (dao.claim(each, now, node, id)) {
        claimed.computeIfAbsent(id, any -> new ArrayList<>()).add(each);
      }
    }
    return claimed;
  }

  // ---- Quiet hours ----

  /** Messages that wait since everybody whom they call on has quiet hours. */
  private Map<Message, Instant> held(Desk desk, List<Message> messages, Instant now) {
    Map<Message, Instant> held = new LinkedHashMap<>();
    for (Message message : messages) {
      Instant first = null;
      for (UserId person : message.people()) {
        Instant over = over(desk, message, person, now);
        first = first == null || over.isBefore(first) ? over : first;
      }
      if (first != null && first.isAfter(now)) {
        held.put(message, first);
      }
    }
    return held;
  }

  private Instant over(Desk desk, Message message, UserId person, Instant now) {
    return message.urgent()
        ? now
        : desk.services()
            .people()
            .quiet()
            .over(person, now, rules.procedure(message.file()).zone());
  }

  private static void hold(Tx tx, Message message, Instant until) {
    List<Reminder> all = new ArrayList<>();
    for (Part part : message.parts()) {
      all.add(part.last());
      all.addAll(part.merged());
    }
    new ReminderDao(tx).hold(all, until);
  }

  // ---- Saying ----

  private void say(Desk desk, List<Message> messages, Instant now) {
    Set<UserId> many = inSeveral(messages);
    for (int i = 0; i < messages.size(); i += AT_ONCE) {
      long begin = System.nanoTime();
      List<Message> some = messages.subList(i, Math.min(messages.size(), i + AT_ONCE));
      List<Said> said = sayTogether(desk, some, many, now);
      desk.services().database().writing(tx -> said.forEach(each -> note(desk, tx, each, now)));
      if (i + AT_ONCE < messages.size()) {
        rest(System.nanoTime() - begin);
      }
    }
  }

  /** The log is not only for reminders: as long as they take, it is left to others. */
  private static void rest(long nanos) {
    try {
      Thread.sleep(Math.min(LONGEST_REST_MS, TimeUnit.NANOSECONDS.toMillis(nanos)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<UserId> inSeveral(List<Message> messages) {
    Map<UserId, RoomId> cases = new HashMap<>();
    Set<UserId> several = new HashSet<>();
    for (Message message : messages) {
      RoomId space = message.file().space();
      for (UserId person : message.people()) {
        if (!space.equals(cases.computeIfAbsent(person, any -> space))) {
          several.add(person);
        }
      }
    }
    return several;
  }

  private List<Said> sayTogether(Desk desk, List<Message> some, Set<UserId> many, Instant now) {
    List<Set<UserId>> mentions = new ArrayList<>();
    List<CompletableFuture<Event>> answers = new ArrayList<>();
    for (Message message : some) {
      Set<UserId> mentioned = mentioned(desk, message, many, now);
      mentions.add(mentioned);
      String words =
          desk.worded(message.room(), style -> text.message(desk, rules, message, style));
      answers.add(
          desk.saying(
              message.room(),
              new Cause("say/" + message.id()),
              words,
              mentioned,
              message.mark(),
              message.records(desk.me(), words)));
    }
    List<Said> said = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      Event event = answer(desk, some.get(i), answers.get(i));
      if (event != null) {
        said.add(new Said(some.get(i), event, mentions.get(i)));
      }
    }
    return said;
  }

  /**
   * Whom the message in the room calls on: who has no quiet hours now and hears of no other case
   * today. The others are called in one message of their own.
   */
  private Set<UserId> mentioned(Desk desk, Message message, Set<UserId> many, Instant now) {
    Set<UserId> people = new LinkedHashSet<>(message.people());
    people.removeIf(person -> over(desk, message, person, now).isAfter(now));
    if (!message.urgent()) {
      people.removeAll(many);
      Instant today =
          ReminderSchedule.of(rules, message.file())
              .local(now)
              .toLocalDate()
              .atStartOfDay(rules.procedure(message.file()).zone())
              .toInstant();
      people.removeAll(
          desk.services()
              .database()
              .read(tx -> new AskedDao(tx).calledElsewhere(people, message.file().space(), today)));
    }
    return people;
  }

  /** The message; null when it has to be tried again, or never can be said. */
  private static @Nullable Event answer(
      Desk desk, Message message, CompletableFuture<Event> answer) {
    try {
      return RoomLog.await(answer);
    } catch (Problem problem) {
      LOG.warn("{} could not be said: {}", message.file().reference(), problem.message());
      if (problem.status() < 500 && !problem.errcode().equals("M_LIMIT_EXCEEDED")) {
        // The door will not let it in the next time either.
        desk.services()
            .database()
            .writing(
                tx ->
                    new ReminderDao(tx)
                        .become(
                            message.parts().stream().map(Part::last).toList(),
                            Reminder.State.WITHDRAWN));
      }
      return null;
    }
  }

  // ---- Noting ----

  private void note(Desk desk, Tx tx, Said said, Instant now) {
    for (Part part : said.message().parts()) {
      note(desk, tx, said, part, now);
    }
  }

  private void note(Desk desk, Tx tx, Said said, Part part, Instant now) {
    ReminderDao dao = new ReminderDao(tx);
    Message message = said.message();
    // Somebody may have acknowledged it, or its clock may have ended, before this is noted.
    boolean waits =
        dao.byId(part.last().id())
            .filter(each -> each.state() == Reminder.State.WAITING)
            .isPresent();
    dao.become(part.merged(), Reminder.State.MERGED);
    dao.sent(
        part.last(), new Reminder.Sent(now, message.room(), said.event().id(), part.answerBy()));
    for (UserId person : part.people()) {
      Instant callAt = said.mentioned().contains(person) ? null : over(desk, message, person, now);
      new AskedDao(tx).add(part.last().id(), person, waits ? callAt : null, now);
    }
    if (part.asked() != null && waits) {
      dao.escalated(part.asked());
    }
    if (part.answerBy() != null && waits) {
      dao.add(List.of(part.last().step(part.number() + 1, part.answerBy(), now)));
    }
  }
}
