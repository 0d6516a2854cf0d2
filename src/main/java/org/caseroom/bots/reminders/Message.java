package org.caseroom.bots.reminders;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * One message about a case: everything that falls due for it together.
 *
 * @param id what makes it happen once
 * @param room where it is said
 * @param isQueue whether that is the hub's queue, since the case has no room for it
 * @param urgent whether it comes in people's quiet hours too
 */
record Message(
    String id, CaseFile file, RoomId room, boolean isQueue, List<Part> parts, boolean urgent) {
  private static final String PARTS = "parts";
  private static final String CASE = "case";
  private static final String CLOCK = "clock";
  private static final String REMINDER = "reminder";
  private static final String ASKS = "asks";
  private static final String LATE = "late";

  /** A reminder that a message asks to acknowledge. */
  record Request(RoomId caseId, String clock, String point) {}

  /** Everybody whom it calls on. */
  Set<UserId> people() {
    Set<UserId> all = new TreeSet<>();
    parts.forEach(part -> all.addAll(part.people()));
    return all;
  }

  /** What the bot knows of the message when somebody answers it, and machines when they read it. */
  ObjectNode mark() {
    Part first = parts.get(0);
    ObjectNode mark =
        Json.object()
            .put(first.asked() == null ? REMINDER : "escalation", first.last().point())
            .put(CLOCK, first.last().clock())
            .put(LATE, parts.stream().anyMatch(part -> !part.late().isEmpty()))
            .put("urgent", urgent);
    ArrayNode all = mark.putArray(PARTS);
    for (Part part : parts) {
      ObjectNode one = mark(all.addObject(), part.answers(), part.asks());
      one.put("step", part.number()).put(LATE, !part.late().isEmpty());
      one.put("due", part.last().dueAt().toString());
    }
    return mark;
  }

  private static ObjectNode mark(ObjectNode one, Reminder reminder, boolean asks) {
    return one.put(CASE, reminder.caseId().value())
        .put(CLOCK, reminder.clock())
        .put(REMINDER, reminder.point())
        .put(ASKS, asks);
  }

  /** The mark of a message about reminders of several cases. */
  static ObjectNode mark(List<Reminder> reminders) {
    ObjectNode mark = Json.object();
    ArrayNode all = mark.putArray(PARTS);
    reminders.forEach(each -> mark(all.addObject(), each, each.isOpen()));
    return mark;
  }

  /** What a message of the bot asks to acknowledge; nothing for one that asks nothing. */
  static List<Request> requests(Event message) {
    List<Request> requests = new ArrayList<>();
    for (var part : message.content().path(Desk.MARK).path(PARTS)) {
      if (part.path(ASKS).asBoolean()) {
        requests.add(
            new Request(
                RoomId.of(part.path(CASE).asText()),
                part.path(CLOCK).asText(),
                part.path(REMINDER).asText()));
      }
    }
    return requests;
  }

  /** What machines read beside it, in a room of the case: each reminder by itself. */
  List<Draft> records(UserId me, String words) {
    List<Draft> records = new ArrayList<>();
    for (Part part : parts) {
      if (!isQueue && part.asked() == null) {
        records.add(
            Draft.message(
                room,
                me,
                CaseEvents.REMINDER,
                Json.object()
                    .put(CLOCK, part.last().clock())
                    .put(REMINDER, part.last().point())
                    .put("due", part.last().dueAt().toString())
                    .put(LATE, !part.late().isEmpty())
                    .put("body", words)));
      }
    }
    return records;
  }
}
