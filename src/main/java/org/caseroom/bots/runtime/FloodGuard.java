package org.caseroom.bots.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.caseroom.base.RoomId;

/**
 * Keeps a bot from talking over people: at most {@value #ANSWERS} answers in a room in any minute,
 * counted by the times of the messages answered. Used on the bots' one thread.
 */
final class FloodGuard {
  static final int ANSWERS = 30;
  private static final long WINDOW_MS = 60_000;

  private final Map<RoomId, Deque<Long>> recent = new HashMap<>();

  /** Whether one more answer may be given, and counts it if so. */
  boolean allows(RoomId room, long at) {
    Deque<Long> times = recent.computeIfAbsent(room, any -> new ArrayDeque<>());
    while (!times.isEmpty() && times.peekFirst() <= at - WINDOW_MS) {
      times.pollFirst();
    }
    if (times.size() >= ANSWERS) {
      return false;
    }
    times.addLast(at);
    return true;
  }
}
