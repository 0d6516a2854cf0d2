package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.matrix.push.UnreadCounts.Count;
import org.caseroom.matrix.push.UnreadCounts.Counts;
import org.caseroom.rooms.Receipt;

/**
 * What a user has not read of a room: the places of the events that notify, by thread, eight bytes
 * each. Guarded by itself.
 */
final class Tally {
  private static final Counts NOTHING = new Counts(new Count(0, 0), Map.of());

  /** Up to where events were looked at; -1 when none were. */
  long countedTo = -1;

  /** The user's own member event that it was begun or checked with. */
  long memberAt = -1;

  /** How many events were looked at since it was last stored. */
  int lookedAt;

  private final Map<String, Marks> unread = new HashMap<>(0);

  // Where the user last sent something, by thread: to send is to have read.
  private final Map<String, Long> sent = new HashMap<>(0);

  /** Places in ascending order, each with two marks in its lowest bits. */
  private static final class Marks {
    private static final int HIGHLIGHT = 1;
    private static final int CALL = 2;
    private static final int BITS = 2;

    private long[] places = new long[4];
    private int from;
    private int to;
    private int highlights;
    private int calls;

    void add(long mark) {
      if (to == places.length) {
        int size = to - from;
        places = Arrays.copyOfRange(places, from, from + Math.max(4, size * 2));
        from = 0;
        to = size;
      }
      places[to++] = mark;
      count(mark, 1);
    }

    private void count(long mark, int by) {
      highlights += (mark & HIGHLIGHT) == 0 ? 0 : by;
      calls += (mark & CALL) == 0 ? 0 : by;
    }

    void dropUpTo(long position) {
      while (from < to && places[from] >> BITS <= position) {
        count(places[from++], -1);
      }
    }

    void drop(long position) {
      for (int i = from; i < to; i++) {
        if (places[i] >> BITS == position) {
          count(places[i], -1);
          System.arraycopy(places, i + 1, places, i, to - i - 1);
          to--;
          return;
        }
      }
    }

    int size() {
      return to - from;
    }
  }

  void add(String thread, long position, boolean highlights, boolean call) {
    long mark =
        position << Marks.BITS | (highlights ? Marks.HIGHLIGHT : 0) | (call ? Marks.CALL : 0);
    unread.computeIfAbsent(thread, t -> new Marks()).add(mark);
  }

  /** Takes out an event that was redacted. */
  void drop(long position) {
    unread.values().forEach(marks -> marks.drop(position));
  }

  /** Notes where the user last sent something. */
  void sent(String thread, long position) {
    sent.merge(thread, position, Math::max);
  }

  /** Where the user last sent something in a thread, 0 for never. */
  long sent(String thread) {
    return sent.getOrDefault(thread, 0L);
  }

  /** Whether anything is unread. */
  boolean isEmpty() {
    return unread.isEmpty();
  }

  /** Drops what came up to a position, in whichever thread. */
  void readUpTo(long position) {
    unread.values().forEach(marks -> marks.dropUpTo(position));
    tidy();
  }

  /** Drops what came up to a position in a thread. */
  void readUpTo(String thread, long position) {
    Marks marks = unread.get(thread);
    if (marks != null) {
      marks.dropUpTo(position);
      tidy();
    }
  }

  /** Drops what the user has read by sending something later. */
  void readBySending() {
    if (!unread.isEmpty()) {
      sent.forEach(this::readUpTo);
    }
  }

  private void tidy() {
    unread.values().removeIf(marks -> marks.size() == 0);
  }

  Counts counts() {
    if (unread.isEmpty()) {
      return NOTHING;
    }
    Count main = new Count(0, 0);
    Map<String, Count> threads = new TreeMap<>();
    for (Map.Entry<String, Marks> entry : unread.entrySet()) {
      Count count = new Count(entry.getValue().size(), entry.getValue().highlights);
      if (entry.getKey().equals(Receipt.MAIN_THREAD)) {
        main = count;
      } else {
        threads.put(entry.getKey(), count);
      }
    }
    return new Counts(main, threads);
  }

  /** How many events are unread. */
  int size() {
    return unread.values().stream().mapToInt(Marks::size).sum();
  }

  /** How many of the unread events are calls. */
  int calls() {
    return unread.values().stream().mapToInt(marks -> marks.calls).sum();
  }

  // ---- Stored ----

  ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode threads = json.putObject("unread");
    unread.forEach(
        (thread, marks) -> {
          ArrayNode places = threads.putArray(thread);
          for (int i = marks.from; i < marks.to; i++) {
            places.add(marks.places[i]);
          }
        });
    ObjectNode bySending = json.putObject("sent");
    sent.forEach(bySending::put);
    return json;
  }

  /** What was stored. */
  static Tally of(long countedTo, JsonNode json) {
    Tally tally = new Tally();
    tally.countedTo = countedTo;
    for (Map.Entry<String, JsonNode> thread : json.path("unread").properties()) {
      Marks marks = new Marks();
      thread.getValue().forEach(place -> marks.add(place.asLong()));
      tally.unread.put(thread.getKey(), marks);
    }
    for (Map.Entry<String, JsonNode> thread : json.path("sent").properties()) {
      tally.sent.put(thread.getKey(), thread.getValue().asLong());
    }
    return tally;
  }
}
