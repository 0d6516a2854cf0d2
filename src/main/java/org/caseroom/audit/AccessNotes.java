package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/** Accesses that wait to be written: one entry a person, thing, door and hour. */
final class AccessNotes {
  private static final int MOST_WAITING = 100_000;
  private static final long HOUR_MS = 3_600_000;

  private final InstantSource clock;
  private final Map<Access, Long> hours = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<AuditEntry> waiting = new LinkedBlockingQueue<>();
  private volatile long newestHour;
  private volatile long tidiedHour;

  AccessNotes(InstantSource clock) {
    this.clock = clock;
  }

  private record Access(String who, String what, String how, @Nullable String room) {}

  void note(String who, String what, String how, @Nullable String room) {
    long now = clock.millis();
    long hour = now / HOUR_MS;
    Access access = new Access(who, what, how, room);
    Long seen = hours.get(access);
    if (seen != null && seen == hour) {
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      throw Problem.of(
          503,
          "ORG.CASEROOM_AUDIT",
          "This cannot be shown now, because the access could not be recorded. Try again shortly.");
    }
    Long before = hours.put(access, hour);
    if (before == null || before != hour) {
      waiting.add(new AuditEntry(AuditEntry.Kind.ACCESS, facts(access, now)));
    }
    newestHour = hour;
  }

  private static ObjectNode facts(Access access, long now) {
    ObjectNode facts =
        Json.object()
            .put("who", access.who())
            .put("what", access.what())
            .put("how", access.how())
            .put("when", now);
    return access.room() == null ? facts : facts.put("room", access.room());
  }

  /** Takes what waits, and forgets the hours that are over. */
  List<AuditEntry> take() {
    long hour = newestHour;
    if (hour != tidiedHour) {
      tidiedHour = hour;
      hours.values().removeIf(seen -> seen < hour);
    }
    List<AuditEntry> taken = new ArrayList<>();
    waiting.drainTo(taken);
    return taken;
  }

  void putBack(List<AuditEntry> entries) {
    waiting.addAll(entries);
  }
}
