package org.caseroom.cases;

import java.util.List;
import org.caseroom.rooms.Event;

/** Lists of triggers. */
final class Triggers {
  private Triggers() {}

  static boolean any(List<Trigger> triggers, Event event) {
    for (Trigger trigger : triggers) {
      if (trigger.matches(event)) {
        return true;
      }
    }
    return false;
  }
}
