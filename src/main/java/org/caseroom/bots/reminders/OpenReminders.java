package org.caseroom.bots.reminders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Database;

/** The reminders that wait to be acknowledged. */
final class OpenReminders {
  private static final int AT_ONCE = 500;

  private OpenReminders() {}

  /** The content of somebody's answer to a reminder. */
  static ObjectNode answer(String clock, String point) {
    return Json.object().put("clock", clock).put("reminder", point);
  }

  /** Those in some cases, the longest waiting first. */
  static List<Reminder> in(Database database, List<RoomId> cases) {
    List<Reminder> open = new ArrayList<>();
    for (int i = 0; i < cases.size(); i += AT_ONCE) {
      List<RoomId> some = cases.subList(i, Math.min(cases.size(), i + AT_ONCE));
      open.addAll(database.read(tx -> new ReminderDao(tx).open(some)));
    }
    open.sort(
        java.util.Comparator.comparing(
            (Reminder each) -> each.sent() == null ? each.dueAt() : each.sent().at()));
    return open;
  }
}
