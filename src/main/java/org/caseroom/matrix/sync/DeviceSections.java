package org.caseroom.matrix.sync;

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
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/**
 * What an answer tells a device for end-to-end encryption: messages to it, whose devices changed,
 * and how many of its keys are left (client-server API, "Extensions to /sync").
 */
final class DeviceSections {
  /** The most messages in one answer: the next token then stops at the last of them. */
  private static final int MESSAGES = 100;

  /** The algorithm of the one-time keys that all clients use. */
  private static final String USUAL = "signed_curve25519";

  private final RoomView view;
  private final Meetings meetings;
  private final ToDevice toDevice;
  private final DeviceLists lists;
  private final DeviceKeys keys;

  DeviceSections(RoomView view, Meetings meetings, Identity identity) {
    this.view = view;
    this.meetings = meetings;
    this.toDevice = identity.toDevice();
    this.lists = identity.deviceLists();
    this.keys = identity.deviceKeys();
  }

  void write(Turn turn, Meetings.Found found, JsonOut out) {
    writeMessages(turn, out);
    turn.news |= writeLists(turn, found, out);
    writeCounts(turn.caller, out);
  }

  /** Writes how many of its keys a device has left. */
  void writeCounts(Caller caller, JsonOut out) {
    DeviceKeys.Left left = keys.left(caller.user(), caller.device());
    out.name("device_one_time_keys_count").beginObject();
    // Told also when there are none: clients take what is left out for what has not changed.
    if (!left.oneTimeKeys().containsKey(USUAL)) {
      out.name(USUAL).number(0);
    }
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
    if (messages.isEmpty()) {
      // Conformance suites take an empty list for a message that came twice.
      return;
    }
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

  /**
   * Writes whose devices changed, and of whom no changes will be told any more.
   *
   * @return whether there is anybody
   */
  boolean writeLists(Turn turn, Meetings.Found found, JsonOut out) {
    Set<UserId> changed = changed(turn, found);
    out.name("device_lists").beginObject().name("changed").beginArray();
    changed.forEach(user -> out.text(user.value()));
    out.endArray().name("left").beginArray();
    found.parted().forEach(user -> out.text(user.value()));
    out.endArray().endObject();
    return !changed.isEmpty() || !found.parted().isEmpty();
  }

  /** The users whose devices the client has to look up again. */
  Set<UserId> changed(Turn turn, Meetings.Found found) {
    Set<UserId> changed = new TreeSet<>(found.met());
    changed.addAll(found.invited());
    if (turn.since != null) {
      Collection<UserId> rekeyed = changedKeys(turn);
      Set<RoomId> mine = rekeyed.isEmpty() ? Set.of() : view.rooms(turn.user, Membership.JOIN);
      for (UserId user : rekeyed) {
        if (user.equals(turn.user) || meetings.shares(user, mine)) {
          changed.add(user);
        }
      }
      changed.addAll(lists.changedFor(turn.user, turn.sinceStream()));
    }
    return changed;
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
}
