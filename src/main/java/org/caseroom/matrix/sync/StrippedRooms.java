package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.matrix.InvitePermission;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * Rooms that the user is invited to or has knocked at: they see so much of the state as tells what
 * the room is and who asks (client-server API, "Stripped state").
 */
public final class StrippedRooms {
  private final RoomView view;
  private final InvitePermission permission;

  StrippedRooms(RoomView view, InvitePermission permission) {
    this.view = view;
    this.permission = permission;
  }

  /** Whether somebody does not take invitations from their sender, or ignores them. */
  boolean hides(UserId user, UserId sender) {
    return permission.hides(user, sender);
  }

  void write(Turn turn, RoomId room, String name, JsonOut out) {
    turn.news = true;
    out.name(room.value()).beginObject().name(name).beginObject().name("events").beginArray();
    events(view, room, turn.user).forEach(out::tree);
    out.endArray().endObject().endObject();
  }

  /** What a user who is invited, or has knocked, sees of a room. */
  public static List<ObjectNode> events(RoomView view, RoomId room, UserId user) {
    List<ObjectNode> events = new ArrayList<>();
    for (String type : ClientEvents.STRIPPED) {
      view.state(room, type, "").ifPresent(event -> events.add(ClientEvents.stripped(event)));
    }
    Optional<Event> own = view.state(room, "m.room.member", user.value());
    own.map(Event::sender)
        .filter(sender -> !sender.equals(user))
        .flatMap(sender -> view.state(room, "m.room.member", sender.value()))
        .ifPresent(event -> events.add(ClientEvents.stripped(event)));
    own.ifPresent(event -> events.add(ClientEvents.stripped(event)));
    return events;
  }
}
