package org.caseroom.bots.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.Proposal;
import org.caseroom.rooms.RoomVersion;

/** The room of a bot with one person: private, and found by clients among their direct ones. */
final class DirectRoom {
  private static final int ALL_RIGHTS = 100;

  private DirectRoom() {}

  /** The room, its bot in it and the person invited. */
  static Proposal with(Desk desk, UserId person, String name) {
    UserId me = desk.me();
    return view -> {
      // What is said there is about a case: pushes hold nothing of it.
      ObjectNode content = Json.object().put(CaseEvents.PRIVATE, true);
      NewRoom plan = NewRoom.prepare(RoomVersion.DEFAULT, me, content, view.now(), me.server());
      RoomId room = plan.id();
      ObjectNode levels = Json.object();
      levels.putObject("users").put(me.value(), ALL_RIGHTS);
      return List.of(
          plan.create(),
          Draft.state(room, me, "m.room.member", me.value(), member("join", desk.nameFor(person))),
          Draft.state(room, me, "m.room.power_levels", "", levels),
          state(room, me, "m.room.join_rules", "join_rule", "invite"),
          state(room, me, "m.room.history_visibility", "history_visibility", "shared"),
          state(room, me, "m.room.name", "name", name),
          invitation(desk, room, person));
    };
  }

  /** The invitation of the person. */
  static Draft invitation(Desk desk, RoomId room, UserId person) {
    ObjectNode content = member("invite", desk.nameOf(person)).put("is_direct", true);
    return Draft.state(room, desk.me(), "m.room.member", person.value(), content);
  }

  private static ObjectNode member(String membership, String name) {
    return Json.object().put("membership", membership).put("displayname", name);
  }

  private static Draft state(RoomId room, UserId me, String type, String field, String text) {
    return Draft.state(room, me, type, "", Json.object().put(field, text));
  }
}
