package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.rooms.Membership;
import org.caseroom.storage.Tx;

/**
 * Calls people in their own room with the bot who could not be called on in the rooms of the cases:
 * one message for all that waits for somebody, without a child's name.
 */
final class Calls {
  private static final int PAGE = 5_000;

  /** As many reminders as one message tells: it has to fit into an event, and into a person. */
  private static final int MOST = 50;

  private final String node;

  Calls(String node) {
    this.node = node;
  }

  /** A reminder that somebody is told of in their own room. */
  record Line(Reminder reminder, CaseFile file, ClockState clock) {
    /** Whether somebody has to acknowledge it. */
    boolean asks() {
      return reminder.isStep() || reminder.isOpen();
    }
  }

  /** Calls those whose time has come. */
  void round(Desk desk) {
    Instant now = desk.now();
    // While another node still says what is due, more may come for the same people.
    List<AskedDao.Asked> due =
        desk.services()
            .database()
            .read(
                tx ->
                    new ReminderDao(tx).isAnyDue(now)
                        ? List.of()
                        : new AskedDao(tx).due(now, node, PAGE));
    if (due.isEmpty()) {
      return;
    }
    Map<String, List<AskedDao.Asked>> claimed =
        desk.services().database().write(tx -> claim(tx, due, now));
    claimed.forEach((id, asked) -> call(desk, id, asked, now));
  }

  private Map<String, List<AskedDao.Asked>> claim(Tx tx, List<AskedDao.Asked> due, Instant now) {
    AskedDao dao = new AskedDao(tx);
    Map<UserId, String> fresh = new HashMap<>();
    Map<String, List<AskedDao.Asked>> claimed = new LinkedHashMap<>();
    for (AskedDao.Asked each : due) {
      String named = each.callId();
      String id =
          named == null
              ? fresh.computeIfAbsent(each.person(), any -> UUID.randomUUID().toString())
              : named;
      if (dao.claim(each, now, node, id)) {
        claimed.computeIfAbsent(id, any -> new ArrayList<>()).add(each);
      }
    }
    return claimed;
  }

  private void call(Desk desk, String id, List<AskedDao.Asked> asked, Instant now) {
    UserId person = asked.get(0).person();
    List<Line> lines = new ArrayList<>();
    asked.forEach(each -> line(desk, each).ifPresent(lines::add));
    List<Line> told = lines.subList(0, Math.min(lines.size(), MOST));
    if (!lines.isEmpty()) {
      RoomId room = desk.direct(person, PersonalText.roomName(desk, person));
      desk.say(
          room,
          new Cause("call/" + id),
          style -> PersonalText.call(desk, told, lines.size() - told.size(), style),
          List.of(person),
          Message.mark(told.stream().map(line -> asked(desk, line.reminder())).toList()));
    }
    desk.services()
        .database()
        .writing(tx -> asked.forEach(each -> new AskedDao(tx).called(each, now)));
  }

  /** What is told of a reminder, while its clock runs and the person is in the room of the case. */
  private static Optional<Line> line(Desk desk, AskedDao.Asked asked) {
    Optional<Reminder> reminder =
        desk.services().database().read(tx -> new ReminderDao(tx).byId(asked.reminder()));
    if (reminder.isEmpty()) {
      return Optional.empty();
    }
    Reminder said = reminder.get();
    boolean there =
        said.sent() != null
            && desk.view().membership(said.sent().room(), asked.person()) == Membership.JOIN;
    boolean wanted =
        said.state() == Reminder.State.SENT || said.state() == Reminder.State.ESCALATED;
    return there && wanted
        ? CaseFile.of(desk.view(), said.caseId())
            .flatMap(
                file ->
                    file.clocks().stream()
                        .filter(clock -> clock.id().equals(said.clock()) && clock.running())
                        .findFirst()
                        .map(clock -> new Line(said, file, clock)))
        : Optional.empty();
  }

  /** The reminder that ✅ acknowledges: for a step, the one that it is about. */
  private static Reminder asked(Desk desk, Reminder reminder) {
    String parent = reminder.parent();
    return parent == null
        ? reminder
        : desk.services().database().read(tx -> new ReminderDao(tx).byId(parent)).orElse(reminder);
  }
}
