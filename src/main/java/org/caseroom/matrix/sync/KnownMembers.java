package org.caseroom.matrix.sync;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * Which member events a lazy-loading client has had lately, so that they need not be sent again
 * with every message (client-server API, "Lazy-loading room members"). Forgetting is harmless: the
 * event is sent once more.
 */
final class KnownMembers {
  private static final int DEVICES = 5_000;
  private static final int MEMBERS = 200;

  private record Key(RoomId room, UserId member) {}

  /** What was sent, and in an answer that reached how far in the log. */
  private record Sent(EventId event, long reach) {}

  private static final class Lately<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Lately(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    void trim() {
      Iterator<K> eldest = keySet().iterator();
      while (size() > most && eldest.hasNext()) {
        eldest.next();
        eldest.remove();
      }
    }
  }

  private final Lately<Caller, Lately<Key, Sent>> devices = new Lately<>(DEVICES);

  /**
   * Whether a device has a member event for certain.
   *
   * @param since the log position up to which the device has acknowledged what it got; what was
   *     sent beyond may have been lost on the way
   */
  synchronized boolean has(Caller device, Event member, UserId user, long since) {
    Map<Key, Sent> known = devices.get(device);
    @Nullable Sent sent = known == null ? null : known.get(new Key(member.room(), user));
    return sent != null && sent.event().equals(member.id()) && sent.reach() <= since;
  }

  /**
   * Notes that a member event is in an answer.
   *
   * @param reach how far the answer reaches in the log
   */
  synchronized void sent(Caller device, Event member, UserId user, long reach) {
    Lately<Key, Sent> known = devices.computeIfAbsent(device, d -> new Lately<>(MEMBERS));
    known.put(new Key(member.room(), user), new Sent(member.id(), reach));
    known.trim();
    devices.trim();
  }

  /** Starts afresh for a device that asks for everything. */
  synchronized void forget(Caller device) {
    devices.remove(device);
  }
}
