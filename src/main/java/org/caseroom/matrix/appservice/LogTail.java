package org.caseroom.matrix.appservice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.LogReader;

/**
 * The end of the log in memory, so that services that keep up cost no database. A redaction empties
 * it: what was said before is then read as it was left.
 */
final class LogTail {
  private static final int KEPT = 2_000;

  private final LogReader whole;
  private final ArrayDeque<Event> newest = new ArrayDeque<>();
  private volatile Runnable follower = () -> {};
  private long after;
  private long end;

  LogTail(LogReader whole) {
    this.whole = whole;
  }

  /** Begins, once it is told what is committed: what came before is read from the database. */
  synchronized void start(long position) {
    end = Math.max(end, position);
    after = end;
    newest.clear();
  }

  /** Calls somebody when there is more; the call must be quick. */
  void onNews(Runnable call) {
    follower = call;
  }

  /** Takes in what was committed: called by the log, in order. */
  void add(List<Event> events) {
    keep(events);
    follower.run();
  }

  private synchronized void keep(List<Event> events) {
    for (Event event : events) {
      if (event.position() <= end) {
        continue;
      }
      end = event.position();
      if (event.type().equals("m.room.redaction")) {
        newest.clear();
        after = end - 1;
      }
      newest.addLast(event);
      if (newest.size() > KEPT) {
        after = newest.removeFirst().position();
      }
    }
  }

  /** The newest position. */
  synchronized long end() {
    return end;
  }

  /** Events after a position and up to {@link #end}, oldest first. */
  List<Event> after(long position, int count) {
    long upTo;
    synchronized (this) {
      if (position >= after) {
        return inMemory(position, count);
      }
      upTo = end;
    }
    return whole.after(position, count).stream().filter(each -> each.position() <= upTo).toList();
  }

  private List<Event> inMemory(long position, int count) {
    List<Event> found = new ArrayList<>();
    for (Event event : newest) {
      if (event.position() > position && found.size() < count) {
        found.add(event);
      }
    }
    return found;
  }
}
