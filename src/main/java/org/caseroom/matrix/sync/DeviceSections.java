package org.caseroom.matrix.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.DeviceKeys;
import org.caseroom.identity.DeviceLists;
import org.caseroom.identity.Identity;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.identity.ToDevice;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/**
 * What an answer tells a device for end-to-end encryption: messages to it, whose devices changed,
 * and how many of its keys are left (client-server API, "Extensions to /sync").
 */
final class DeviceSections {
  /** The most messages in one answer: the next token then stops at the last of them. */
  private static final int MESSAGES = 100;

  private final RoomView view;
  private final RoomReader reader;
  private final ToDevice toDevice;
  private final DeviceLists lists;
  private final DeviceKeys keys;

  DeviceSections(RoomView view, RoomReader reader, Identity identity) {
    this.view = view;
    this.reader = reader;
    this.toDevice = identity.toDevice();
    this.lists = identity.deviceLists();
    this.keys = identity.deviceKeys();
  }

  void write(Turn turn, RoomSections.Moves moves, JsonOut out) {
    writeMessages(turn, out);
    writeLists(turn, moves, out);
    DeviceKeys.Left left = keys.left(turn.user, turn.caller.device());
    out.name("device_one_time_keys_count").beginObject();
    left.oneTimeKeys().forEach((algorithm, count) -> out.name(algorithm).number(count));
    out.endObject();
    out.name("device_unused_fallback_key_types").beginArray();
    left.unusedFallbacks().forEach(out::text);
    out.endArray();
  }

  /** Each message once: the next request's token says that they have arrived. */
  private void writeMessages(Turn turn, JsonOut out) {
    List<ToDevice.Message> messages =
        toDevice.read(turn.user, turn.caller.device(), turn.sinceStream(), turn.stream, MESSAGES);
    out.name("to_device").beginObject().name("events").beginArray();
    for (ToDevice.Message message : messages) {
      out.tree(message.event());
      turn.news = true;
    }
    out.endArray().endObject();
    if (messages.size() == MESSAGES) {
      turn.streamTold = messages.get(MESSAGES - 1).position();
    }
  }

  private void writeLists(Turn turn, RoomSections.Moves moves, JsonOut out) {
    Set<UserId> changed = new TreeSet<>();
    Set<UserId> left = new TreeSet<>();
    if (turn.since != null) {
      Collection<UserId> rekeyed = changedKeys(turn);
      Set<UserId> moved = moved(turn, moves);
      Set<RoomId> mine =
          rekeyed.isEmpty() && moved.isEmpty() ? Set.of() : view.rooms(turn.user, Membership.JOIN);
      for (UserId user : rekeyed) {
        if (user.equals(turn.user) || shares(user, mine)) {
          changed.add(user);
        }
      }
      for (UserId user : moved) {
        (shares(user, mine) ? changed : left).add(user);
      }
    }
    out.name("device_lists").beginObject().name("changed").beginArray();
    changed.forEach(user -> out.text(user.value()));
    out.endArray().name("left").beginArray();
    left.forEach(user -> out.text(user.value()));
    out.endArray().endObject();
    turn.news |= !changed.isEmpty() || !left.isEmpty();
  }

  private Collection<UserId> changedKeys(Turn turn) {
    if (turn.changes == null) {
      return lists.changedSince(turn.sinceStream());
    }
    Set<UserId> users = new LinkedHashSet<>();
    turn.changes.stream()
        .map(placed -> placed.change())
        .filter(change -> change.kind() == Kind.DEVICE_LIST)
        .forEach(change -> users.add(change.user()));
    return users;
  }

  /** Everyone else who came to or left a room of the user, and whom the user met or left. */
  private Set<UserId> moved(Turn turn, RoomSections.Moves moves) {
    Set<UserId> users = new LinkedHashSet<>();
    for (Event event : memberEvents(turn, moves)) {
      String key = event.stateKey();
      if (key != null && UserId.isValid(key)) {
        users.add(UserId.of(key));
      }
    }
    moves.left().forEach(room -> users.addAll(view.members(room, Membership.JOIN)));
    moves.fresh().forEach(room -> users.addAll(view.members(room, Membership.JOIN)));
    users.remove(turn.user);
    return users;
  }

  private List<Event> memberEvents(Turn turn, RoomSections.Moves moves) {
    List<Event> events = new ArrayList<>();
    if (turn.events != null) {
      for (Event event : turn.events) {
        if (event.type().equals("m.room.member") && moves.joined().contains(event.room())) {
          events.add(event);
        }
      }
    } else {
      for (RoomId room : moves.joined()) {
        reader.stateBetween(turn.user, room, turn.sinceLog(), turn.log).stream()
            .filter(event -> event.type().equals("m.room.member"))
            .forEach(events::add);
      }
    }
    return events;
  }

  private boolean shares(UserId other, Set<RoomId> mine) {
    for (RoomId room : mine) {
      if (view.membership(room, other) == Membership.JOIN) {
        return true;
      }
    }
    return false;
  }
}
