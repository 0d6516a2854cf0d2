package org.caseroom.matrix.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Typing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watches of everyone who syncs, and whom a piece of news concerns. A watch stays once it is
 * made: it is a hundred bytes, and it spares the next sync of its user a look at their rooms.
 */
final class Watches {
  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

  /** In a room with more members than this, who comes and goes wakes nobody. */
  private static final int CROWD = 500;

  /** So many who wait in a room are woken for each receipt; more, for all of a second at once. */
  private static final int FEW = 20;

  private final RoomView view;
  private final Typing typing;
  private final PresenceSource presence;
  private final News news;
  private final Consumer<Waiter<?>> wake;
  private final Map<UserId, Watch> watches = new ConcurrentHashMap<>();

  /** Receipts that are told together. */
  private final Map<RoomId, Reach> delayed = new HashMap<>();

  /**
   * Watches nobody yet.
   *
   * @param wake gets each held sync that there is news for
   */
  Watches(
      RoomView view, Typing typing, PresenceSource presence, News news, Consumer<Waiter<?>> wake) {
    this.view = view;
    this.typing = typing;
    this.presence = presence;
    this.news = news;
    this.wake = wake;
  }

  /** A user's watch, begun when there is none. */
  Watch of(UserId user) {
    Watch watch = watches.get(user);
    return watch != null ? watch : watches.computeIfAbsent(user, u -> new Watch(news.reach()));
  }

  int held() {
    return watches.values().stream().mapToInt(Watch::held).sum();
  }

  /** Wakes all. */
  void wakeAll() {
    watches.values().forEach(watch -> watch.takeAll().forEach(wake));
  }

  void tell(List<Event> events) {
    Map<UserId, Long> concerned = new HashMap<>();
    for (Event event : events) {
      String key = event.stateKey();
      if (event.type().equals("m.room.member") && key != null && UserId.isValid(key)) {
        concerned.put(UserId.of(key), event.position());
      }
      for (RoomId room : concerned(event)) {
        for (UserId user : watching(room)) {
          concerned.put(user, event.position());
        }
      }
      if (!event.isState()) {
        // Who has sent what they typed has stopped typing.
        typing.stop(event.room(), event.sender());
      }
    }
    concerned.forEach((user, position) -> wake(user, new Reach(position, 0, 0, 0)));
  }

  /**
   * The rooms whose members an event concerns: its own, and those under it when it may be consent
   * that opens or closes them.
   */
  private Set<RoomId> concerned(Event event) {
    if (!ChangedRooms.mayOpenOrClose(event)) {
      return Set.of(event.room());
    }
    Set<RoomId> rooms = new LinkedHashSet<>();
    rooms.add(event.room());
    for (Event child : view.state(event.room(), "m.space.child")) {
      String room = child.stateKey();
      try {
        rooms.add(RoomId.of(String.valueOf(room)));
      } catch (Problem notARoom) {
        LOG.debug("{} names a child that is no room", child);
      }
    }
    return rooms;
  }

  void tell(Placed placed) {
    Change change = placed.change();
    Reach upTo = new Reach(0, placed.position(), 0, 0);
    RoomId room = change.room();
    switch (change.kind()) {
      case RECEIPT -> {
        wake(change.user(), upTo);
        if (room != null) {
          tellReceipt(room, upTo);
        }
      }
      case PRIVATE_RECEIPT, ACCOUNT_DATA, TO_DEVICE, OWN_DEVICE_LIST -> wake(change.user(), upTo);
      case DEVICE_LIST -> sharers(change.user()).forEach(user -> wake(user, upTo));
      case KEY_COUNTS -> {
        // Counts go with the next answer, whatever brings it.
      }
    }
  }

  /**
   * Wakes those in a room in which somebody has read; where they are many, with the next of {@link
   * #tellDelayed}: after each message everyone's receipt would wake everyone else otherwise.
   */
  private void tellReceipt(RoomId room, Reach upTo) {
    if (delayed.computeIfPresent(room, (key, before) -> upTo) != null) {
      return;
    }
    List<UserId> watching = watching(room);
    if (watching.size() > FEW) {
      delayed.put(room, upTo);
    } else {
      watching.forEach(user -> wake(user, upTo));
    }
  }

  /** Wakes those whose news could wait a second. */
  void tellDelayed() {
    Map<RoomId, Reach> due = Map.copyOf(delayed);
    due.forEach(
        (room, upTo) -> {
          delayed.remove(room);
          watching(room).forEach(user -> wake(user, upTo));
        });
  }

  void tellTyping(RoomId room) {
    Reach upTo = new Reach(0, 0, typing.position(room), 0);
    watching(room).forEach(user -> wake(user, upTo));
  }

  /** Wakes those who share a room with people whose presence changed, but for crowds. */
  void tellPresence(Set<UserId> changed) {
    Reach upTo = new Reach(0, 0, 0, presence.position());
    Set<UserId> concerned = new HashSet<>();
    Set<RoomId> seen = new HashSet<>();
    for (UserId user : changed) {
      if (watches.containsKey(user)) {
        concerned.add(user);
      }
      for (RoomId room : view.rooms(user, Membership.JOIN)) {
        if (seen.add(room)) {
          Set<UserId> members = view.members(room, Membership.JOIN);
          if (members.size() <= CROWD) {
            members.stream().filter(watches::containsKey).forEach(concerned::add);
          }
        }
      }
    }
    concerned.forEach(user -> wake(user, upTo));
  }

  /** A user and those who share a room with them, as far as they sync. */
  private Set<UserId> sharers(UserId user) {
    Set<UserId> sharers = new HashSet<>();
    sharers.add(user);
    for (RoomId shared : view.rooms(user, Membership.JOIN)) {
      sharers.addAll(watching(shared));
    }
    return sharers;
  }

  /** The members of a room who sync. */
  private List<UserId> watching(RoomId room) {
    return view.count(room, Membership.JOIN) <= watches.size()
        ? view.members(room, Membership.JOIN).stream().filter(watches::containsKey).toList()
        : watches.keySet().stream()
            .filter(user -> view.membership(room, user) == Membership.JOIN)
            .toList();
  }

  private void wake(UserId user, Reach upTo) {
    Watch watch = watches.get(user);
    if (watch != null) {
      watch.news(upTo).forEach(wake);
    }
  }
}
