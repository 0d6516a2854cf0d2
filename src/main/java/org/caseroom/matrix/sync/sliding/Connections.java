package org.caseroom.matrix.sync.sliding;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.sync.SyncToken;
import org.jspecify.annotations.Nullable;

/** What every client has been sent, by connection, as far as it is remembered. */
final class Connections {
  private static final Pattern POS = Pattern.compile("s[0-9_p]{1,200}_(\\d{1,18})c");

  /** The most connections of all devices. */
  private static final int MOST = 5_000;

  /** The most connections of one device. */
  private static final int MOST_OF_DEVICE = 20;

  /** How many answers of a connection are remembered that may not have arrived. */
  private static final int UNANSWERED = 4;

  private record Key(Caller caller, String connection) {}

  private final AtomicLong numbers;

  // Access-ordered, guarded by itself.
  private final LinkedHashMap<Key, LinkedHashMap<Long, Standing>> connections =
      new LinkedHashMap<>(64, 0.75f, true);

  /**
   * Knows nobody.
   *
   * @param start where to begin to number: beyond what earlier runs came to
   */
  Connections(long start) {
    this.numbers = new AtomicLong(start);
  }

  /**
   * What a client had when it was given this.
   *
   * @param pos null for one that begins
   * @throws Problem {@code M_UNKNOWN_POS} where that is not known any more
   */
  Standing find(Caller caller, String connection, @Nullable String pos) {
    if (pos == null) {
      return Standing.NOTHING;
    }
    Matcher matcher = POS.matcher(pos);
    Standing found = null;
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      synchronized (connections) {
        LinkedHashMap<Long, Standing> known = connections.get(new Key(caller, connection));
        found = known == null ? null : known.get(number);
        if (found != null && known != null) {
          // It has arrived, so what came before it is not asked for any more.
          known.keySet().removeIf(older -> older < number);
        }
      }
    }
    if (found == null) {
      throw Problem.of(
          400, "M_UNKNOWN_POS", "This position is not known any more: begin again without 'pos'.");
    }
    return found;
  }

  /**
   * Keeps what a client has with an answer.
   *
   * @return the {@code pos} that names it
   */
  String keep(SlidingRequest request, Standing.Next next, SyncToken token) {
    long number = numbers.incrementAndGet();
    Standing standing = next.at(number, token);
    Key key = new Key(request.caller(), request.connection());
    synchronized (connections) {
      if (next.before().number() == 0) {
        connections.remove(key);
      }
      LinkedHashMap<Long, Standing> known = connections.get(key);
      if (known == null) {
        makeRoom(request.caller());
        known = new LinkedHashMap<>();
        connections.put(key, known);
      }
      known.put(number, standing);
      Iterator<Long> eldest = known.keySet().iterator();
      while (known.size() > UNANSWERED && eldest.hasNext()) {
        if (eldest.next() != next.before().number()) {
          eldest.remove();
        }
      }
    }
    return token + "_" + number + "c";
  }

  private void makeRoom(Caller caller) {
    Iterator<Map.Entry<Key, LinkedHashMap<Long, Standing>>> all = connections.entrySet().iterator();
    int ofDevice = 0;
    for (Key key : connections.keySet()) {
      ofDevice += key.caller().equals(caller) ? 1 : 0;
    }
    boolean removed = connections.size() < MOST && ofDevice < MOST_OF_DEVICE;
    while (!removed && all.hasNext()) {
      Key key = all.next().getKey();
      if (ofDevice < MOST_OF_DEVICE || key.caller().equals(caller)) {
        all.remove();
        removed = true;
      }
    }
  }
}
