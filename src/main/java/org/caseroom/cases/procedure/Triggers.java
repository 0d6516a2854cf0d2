package org.caseroom.cases.procedure;

import java.util.List;
import org.caseroom.rooms.Event;

/** Lists of triggers. */
public final class Triggers {
  private Triggers() {}

  /** Whether an event is what one of the triggers waits for. */
  public static boolean any(List<Trigger> triggers, Event event) {
    for (Trigger trigger : triggers) {
      if (trigger.matches(event)) {
        return true;
      }
    }
    return false;
  }
}
