package org.caseroom.notices;

import java.util.Comparator;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.ReadingNeeds;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * What somebody needs so that a notice reaches them, as their cases have it on record.
 *
 * @param byText whether they asked, in the newest record, to be reached by text message
 * @param reading how they read
 */
record Needs(boolean byText, ReadingNeeds reading) {
  /** The needs of somebody. */
  static Needs of(RoomView view, UserId user) {
    boolean byText =
        view.stateAround(user, CaseEvents.NEEDS, CaseEvents.personKey(user)).stream()
            .max(Comparator.comparingLong(Event::position))
            .flatMap(needs -> needs.text("contact_by"))
            .filter("text"::equals)
            .isPresent();
    return new Needs(byText, ReadingNeeds.of(view, user));
  }
}
