package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Numbered state: D1, D2, S1 and so on. */
public final class Numbers {
  private Numbers() {}

  /** Appends a paper under the next number, looked up and written in one step. */
  public static Event next(
      Desk desk, UserId by, RoomId room, String type, String letter, ObjectNode content) {
    return desk.log()
        .appendNow(
            view -> List.of(Draft.state(room, by, type, letter + next(view, room, type), content)))
        .first();
  }

  /** The next free number of a type in a room. */
  public static int next(RoomView view, RoomId room, String type) {
    return view.state(room, type).size() + 1;
  }
}
