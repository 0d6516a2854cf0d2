package org.caseroom.matrix.push;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Rooms;

/** Finds in the log what a pusher has missed: while the service was down, or its gateway was. */
final class Missed {
  private static final int PAGE = 200;

  private final RoomReader reader;
  private final RoomLog log;
  private final RoomView view;
  private final Rulesets rules;

  Missed(Rooms rooms, Rulesets rules) {
    this.reader = rooms.reader();
    this.log = rooms.log();
    this.view = log.view();
    this.rules = rules;
  }

  /**
   * What was found.
   *
   * @param due the oldest events, in order
   * @param upTo the position up to which the log was looked at
   * @param more whether there may be more between that and where the search was to end
   */
  record Found(List<Line.Due> due, long upTo, boolean more) {}

  /**
   * What a user is notified of between two positions, oldest first.
   *
   * @param after exclusive
   * @param upTo inclusive
   */
  Found find(UserId user, long after, long upTo) {
    List<Line.Due> found = new ArrayList<>();
    PushEvaluator evaluator = rules.of(user);
    for (RoomId room : view.rooms(user, Membership.JOIN)) {
      if (log.newestPosition(room) > after && reader.rights().mayRead(user, room)) {
        search(user, room, after, upTo, found);
      }
    }
    for (RoomId room : view.rooms(user, Membership.INVITE)) {
      view.state(room, "m.room.member", user.value())
          .filter(event -> event.position() > after && event.position() <= upTo)
          .ifPresent(event -> add(user, event, evaluator, found));
    }
    found.sort(Comparator.comparingLong(due -> due.event().position()));
    if (found.size() <= Line.MOST_WAITING) {
      return new Found(found, upTo, false);
    }
    List<Line.Due> oldest = List.copyOf(found.subList(0, Line.MOST_WAITING));
    return new Found(oldest, oldest.get(oldest.size() - 1).event().position(), true);
  }

  /** Looks through one room, until there is more than can wait. */
  private void search(UserId user, RoomId room, long after, long upTo, List<Line.Due> found) {
    PushEvaluator evaluator = rules.of(user);
    int most = found.size() + Line.MOST_WAITING;
    Long from = after;
    while (from != null && found.size() <= most) {
      RoomReader.Page page =
          reader.page(user, room, RoomReader.Direction.FORWARDS, from, upTo, PAGE);
      page.events().forEach(event -> add(user, event, evaluator, found));
      from = page.next();
    }
  }

  private void add(UserId user, Event event, PushEvaluator evaluator, List<Line.Due> found) {
    PushEvaluator.Outcome outcome = evaluator.evaluate(event, user, view);
    if (outcome.notifies()) {
      found.add(new Line.Due(event, outcome));
    }
  }
}
