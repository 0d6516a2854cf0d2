package org.caseroom.cases.file;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;

/**
 * The event types and fields of opening a case from outside of its team: the door looks at them,
 * and the part {@code cases.access} writes and explains them.
 */
public final class AccessEvents {
  /** In the space, or in the hub's queue with the reference: somebody opens the case. */
  public static final String BREAK_GLASS = CaseEvents.PREFIX + "break_glass";

  /** There too: it is ended before its time. */
  public static final String END = BREAK_GLASS + ".end";

  /** There too: a manager says what they find. */
  public static final String REVIEW = BREAK_GLASS + ".review";

  /** There too: a manager keeps it from the family, with the reason. */
  public static final String HIDE = BREAK_GLASS + ".hide";

  /** There too: a manager lets the family see it again. */
  public static final String SHOW = BREAK_GLASS + ".show";

  /** State of the space by person, written by the house: what they may read, until when. */
  public static final String READER = BREAK_GLASS + ".reader";

  /** State of the space by number, written by the house: how an opening stands. */
  public static final String RECORD = BREAK_GLASS + ".record";

  /**
   * In somebody's membership: they are in the room by this opening, which is told in the log of
   * accesses and not in the room.
   */
  public static final String MARK = BREAK_GLASS;

  /** What people send of all these. */
  public static final Set<String> ACTS = Set.of(BREAK_GLASS, END, REVIEW, HIDE, SHOW);

  private AccessEvents() {}

  /**
   * The opening by which somebody reads a case, or read it until it ended; empty for everybody in
   * the team, whatever they opened before they came into it.
   */
  public static Optional<Event> reader(UserId person, CaseFile file) {
    String key = CaseEvents.personKey(person);
    return file.state(READER, key)
        .filter(
            opened ->
                file.state(CaseEvents.MEMBER, key)
                    .filter(member -> !member.content().path("left").asBoolean())
                    .isEmpty());
  }

  /** How the opening stands that somebody asked for with an act. */
  public static Optional<Event> record(Event act, CaseFile file) {
    for (Event record : file.state(RECORD)) {
      if (record.text("because").filter(act.id().value()::equals).isPresent()) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  /** Whether an opening still lets its person read at a moment. */
  public static boolean isOpen(Event reader, Instant now) {
    return now.toEpochMilli() < reader.content().path("until").asLong();
  }

  /** Whether somebody reads a case now by having opened it. */
  public static boolean hasOpen(UserId person, CaseFile file) {
    return reader(person, file).filter(glass -> isOpen(glass, file.view().now())).isPresent();
  }

  /** Whether a membership is one by an opening. */
  public static boolean isMarked(Event member) {
    return member.content().has(MARK);
  }
}
