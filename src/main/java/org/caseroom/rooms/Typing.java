package org.caseroom.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;

/**
 * Who is typing where (Matrix client-server API, "Typing notifications"). In memory only: what it
 * knows is worth seconds, so a restart loses nothing that matters.
 *
 * <p>It counts its own changes, apart from the log and the stored streams, so that a keystroke
 * costs no write. The count starts at the clock's milliseconds: a sync token from before a restart
 * is then simply an old one.
 */
public final class Typing {
  /** The longest that one notification lasts; longer wishes are cut to it. */
  public static final Duration LONGEST = Duration.ofMinutes(2);

  /** How many rooms are remembered beyond the ones in which somebody types. */
  private static final int REMEMBERED_ROOMS = 10_000;

  private static final class Room {
    private final Map<UserId, Instant> until = new LinkedHashMap<>();
    private long changed;
  }

  private final InstantSource clock;
  private final List<Consumer<RoomId>> subscribers = new CopyOnWriteArrayList<>();

  private final Map<RoomId, Room> rooms = new HashMap<>();
  private final TreeMap<Long, RoomId> byChange = new TreeMap<>();
  private final Set<RoomId> busy = new HashSet<>();
  private long position;

  /** Nobody types yet. */
  public Typing(InstantSource clock) {
    this.clock = clock;
    this.position = clock.millis();
  }

  /** Calls somebody after each change in a room; the call must be quick. */
  public void subscribe(Consumer<RoomId> subscriber) {
    subscribers.add(subscriber);
  }

  /**
   * Somebody types, or goes on typing.
   *
   * @param lasting for how long unless said again; cut to {@link #LONGEST}
   */
  public void start(RoomId room, UserId user, Duration lasting) {
    Duration bounded = lasting.compareTo(LONGEST) > 0 ? LONGEST : lasting;
    Instant until = clock.instant().plus(bounded);
    boolean news;
    synchronized (this) {
      Room state = rooms.computeIfAbsent(room, id -> new Room());
      news = state.until.put(user, until) == null;
      if (news) {
        changed(room, state);
      }
    }
    if (news) {
      tell(List.of(room));
    }
  }

  /** Somebody stopped typing, or sent what they typed. */
  public void stop(RoomId room, UserId user) {
    synchronized (this) {
      Room state = rooms.get(room);
      if (state == null || state.until.remove(user) == null) {
        return;
      }
      changed(room, state);
    }
    tell(List.of(room));
  }

  /** Who types in a room at this moment, in order of their ids. */
  public synchronized Set<UserId> in(RoomId room) {
    Room state = rooms.get(room);
    Set<UserId> users = new TreeSet<>();
    if (state != null) {
      Instant now = clock.instant();
      state.until.forEach(
          (user, until) -> {
            if (until.isAfter(now)) {
              users.add(user);
            }
          });
    }
    return users;
  }

  /** The number of the newest change. */
  public synchronized long position() {
    return position;
  }

  /** The number of a room's newest change, 0 when none is remembered. */
  public synchronized long position(RoomId room) {
    Room state = rooms.get(room);
    return state == null ? 0 : state.changed;
  }

  /** The rooms with a change after a position. */
  public synchronized List<RoomId> changedAfter(long after) {
    return List.copyOf(byChange.tailMap(after, false).values());
  }

  /** Ends what has lasted long enough: to be called about once a second. */
  public void expire() {
    List<RoomId> expired = new ArrayList<>();
    synchronized (this) {
      Instant now = clock.instant();
      for (RoomId id : List.copyOf(busy)) {
        Room room = rooms.get(id);
        if (room != null && room.until.values().removeIf(until -> !until.isAfter(now))) {
          changed(id, room);
          expired.add(id);
        }
      }
    }
    tell(expired);
  }

  private void changed(RoomId id, Room room) {
    byChange.remove(room.changed);
    room.changed = ++position;
    byChange.put(position, id);
    if (room.until.isEmpty()) {
      busy.remove(id);
    } else {
      busy.add(id);
    }
    if (rooms.size() - busy.size() > REMEMBERED_ROOMS) {
      forgetOldest();
    }
  }

  /** Quiet rooms go first; a client that was away for all of these changes starts afresh anyway. */
  private void forgetOldest() {
    byChange.values().stream()
        .filter(id -> !busy.contains(id))
        .findFirst()
        .map(rooms::remove)
        .ifPresent(gone -> byChange.remove(gone.changed));
  }

  private void tell(List<RoomId> changed) {
    for (RoomId room : changed) {
      subscribers.forEach(subscriber -> subscriber.accept(room));
    }
  }
}
