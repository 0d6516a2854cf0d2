package org.caseroom.matrix.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/** Whom an event may concern, of those who have pushers: the room's members and who is invited. */
final class Audience {
  private static final int FEW = 256;

  private final RoomView view;

  Audience(RoomView view) {
    this.view = view;
  }

  List<UserId> of(Event event, Set<UserId> among) {
    List<UserId> users = new ArrayList<>();
    RoomId room = event.room();
    if (among.size() <= FEW) {
      for (UserId user : among) {
        if (view.membership(room, user) == Membership.JOIN) {
          users.add(user);
        }
      }
    } else {
      view.members(room, Membership.JOIN).stream().filter(among::contains).forEach(users::add);
    }
    String key = event.stateKey();
    if (event.type().equals("m.room.member") && key != null && UserId.isValid(key)) {
      UserId target = UserId.of(key);
      if (among.contains(target) && view.membership(room, target) == Membership.INVITE) {
        users.add(target);
      }
    }
    return users;
  }
}
