package org.caseroom.cases.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/** Brings people into rooms of a case out of sight of the others, and out of them again. */
final class Stays {
  private final UserId service;

  Stays(UserId service) {
    this.service = service;
  }

  /** In the rooms among these that they are not in. */
  List<Draft> enter(RoomView view, Collection<RoomId> rooms, UserId user, String name) {
    List<Draft> drafts = new ArrayList<>();
    for (RoomId room : rooms) {
      if (view.membership(room, user) == Membership.JOIN) {
        continue;
      }
      drafts.add(
          Draft.state(
              room, service, "m.room.member", user.value(), marked(member("invite", name))));
      drafts.add(
          Draft.state(room, user, "m.room.member", user.value(), marked(member("join", name))));
    }
    return drafts;
  }

  /** Out of all rooms of the case that they are in by an opening. */
  List<Draft> leave(CaseFile file, UserId user) {
    List<Draft> drafts = new ArrayList<>();
    for (RoomId room : rooms(file)) {
      if (isMarked(file.view(), room, user)) {
        drafts.add(leave(room, user));
      }
    }
    return drafts;
  }

  /** Out of a room. */
  Draft leave(RoomId room, UserId user) {
    return Draft.state(
        room,
        service,
        "m.room.member",
        user.value(),
        marked(Json.object().put("membership", "leave")));
  }

  /** Into the sight of all in the rooms that they are in by an opening and stay in now. */
  List<Draft> showIn(CaseFile file, Collection<RoomId> stay, UserId user, String name) {
    List<Draft> drafts = new ArrayList<>();
    for (RoomId room : rooms(file)) {
      if (isMarked(file.view(), room, user)) {
        drafts.add(stay.contains(room) ? RoomPlan.join(room, user, name) : leave(room, user));
      }
    }
    return drafts;
  }

  /** Whether somebody is in a room by an opening alone. */
  static boolean isMarked(RoomView view, RoomId room, UserId user) {
    Optional<Event> member = view.state(room, "m.room.member", user.value());
    return view.membership(room, user) == Membership.JOIN
        && member.filter(AccessEvents::isMarked).isPresent();
  }

  private static List<RoomId> rooms(CaseFile file) {
    List<RoomId> rooms = new ArrayList<>(file.rooms().values());
    rooms.remove(file.space());
    rooms.add(file.space());
    return rooms;
  }

  private static ObjectNode member(String membership, String name) {
    return RoomPlan.member(membership, name);
  }

  private static ObjectNode marked(ObjectNode member) {
    return member.put(AccessEvents.MARK, true);
  }
}
