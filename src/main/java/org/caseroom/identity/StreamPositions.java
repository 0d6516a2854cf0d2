package org.caseroom.identity;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.caseroom.base.DeviceId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one count of changes to what lies beside the log: receipts, account data, messages to
 * devices, device keys. A sync token holds a position of it, so a position may only be seen once
 * everything up to it can be seen.
 *
 * <p>Two things see to that: taking a position locks its row until the transaction ends, so that
 * positions are committed in order; and {@link #current()} moves in order too, whichever
 * transaction comes back from its commit first.
 */
public final class StreamPositions {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPositions.class);
  private static final String SIGNAL = "stream";

  /** How long a missing position is waited for: its transaction failed after its commit. */
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What sort of thing changed. */
  public enum Kind {
    /** A receipt that the whole room may see. */
    RECEIPT,
    /** A receipt that only its user may see. */
    PRIVATE_RECEIPT,
    /** Account data, of a room or global. */
    ACCOUNT_DATA,
    /** A message to a device. */
    TO_DEVICE,
    /** A user's devices or their identity keys. */
    DEVICE_LIST,
    /** Keys as their one user sees them, whoever's they are: nobody else sees a difference. */
    OWN_DEVICE_LIST,
    /** How many one-time or fallback keys a device has left. */
    KEY_COUNTS
  }

  /**
   * A change.
   *
   * @param kind what sort of thing
   * @param user whose it is; for a message to a device, who gets it
   * @param device the device, for what concerns one only
   * @param room the room, for what belongs to one
   */
  public record Change(Kind kind, UserId user, @Nullable DeviceId device, @Nullable RoomId room) {}

  /**
   * A change at its place.
   *
   * @param position its position, from 1
   */
  public record Placed(long position, Change change) {}

  private record Arrived(Change change, long nanos) {}

  private final List<Consumer<Placed>> subscribers = new CopyOnWriteArrayList<>();
  private final Database database;
  private final List<Consumer<Placed>> appliers = new CopyOnWriteArrayList<>();
  private final List<Runnable> forgetters = new CopyOnWriteArrayList<>();
  private final TreeMap<Long, Arrived> arrived = new TreeMap<>();
  private volatile long current;
  private long missed;
  private long missedNanos;

  private StreamPositions(Database database) {
    this.database = database;
    this.current = stored();
    database.signals().subscribe(SIGNAL, this::elsewhere);
    database.signals().onGap(this::forget);
  }

  /** Goes on from where the database stands. */
  public static StreamPositions open(Database database) {
    return new StreamPositions(database);
  }

  private long stored() {
    return database.read(tx -> new StreamPositionDao(tx).current());
  }

  /**
   * Follows changes that other nodes make, before they can be seen here: the place to let go of
   * what memory holds of them.
   *
   * @param applier gets each change
   * @param forgetter lets go of all, when changes may have been missed
   */
  public void onElsewhere(Consumer<Placed> applier, Runnable forgetter) {
    appliers.add(applier);
    forgetters.add(forgetter);
  }

  private void forget() {
    forgetters.forEach(Runnable::run);
  }

  private void elsewhere(String text) {
    for (Placed placed : PlacedText.read(text)) {
      appliers.forEach(applier -> applier.accept(placed));
      publish(placed.position(), placed.change());
    }
  }

  /**
   * Looks whether a change of another node was missed: to be called every second or so where there
   * are other nodes.
   */
  void look() {
    if (!database.signals().isOpen()) {
      return;
    }
    long stored = stored();
    boolean lost;
    synchronized (this) {
      release();
      long known = arrived.isEmpty() ? current : Math.max(current, arrived.lastKey());
      if (stored <= known || (missed != 0 && known >= missed)) {
        missed = 0;
      } else if (missed == 0) {
        missed = stored;
        missedNanos = System.nanoTime();
      }
      lost = missed != 0 && System.nanoTime() - missedNanos > GAP_NANOS;
    }
    if (lost) {
      forget();
      synchronized (this) {
        current = Math.max(current, missed);
        missed = 0;
        release();
      }
    }
  }

  /**
   * Takes the next position inside a transaction, for the change that it writes.
   *
   * @param change what changes
   * @param applied runs when the transaction is durable and before the position can be seen: the
   *     place to bring memory up to date
   * @return the position, to be stored with what changed
   */
  public long next(Tx tx, Change change, Runnable applied) {
    return next(tx, List.of(change), applied);
  }

  /**
   * As {@link #next(Tx, Change, Runnable)} for several changes, which get positions in a row.
   *
   * @param changes one at least
   * @return the first change's position
   */
  public long next(Tx tx, List<Change> changes, Runnable applied) {
    long first = new StreamPositionDao(tx).next(changes.size()) - changes.size() + 1;
    if (database.signals().isOpen()) {
      PlacedText.messages(first, changes)
          .forEach(each -> database.signals().send(tx, SIGNAL, each));
    }
    tx.afterCommit(
        () -> {
          applied.run();
          for (int i = 0; i < changes.size(); i++) {
            publish(first + i, changes.get(i));
          }
        });
    return first;
  }

  /** As {@link #next(Tx, Change, Runnable)} for what is not kept in memory. */
  public long next(Tx tx, Change change) {
    return next(tx, change, () -> {});
  }

  /** The newest position up to which everything can be seen. */
  public long current() {
    return current;
  }

  /**
   * Follows: each change in order of its position, once it can be seen. The call must be quick, and
   * must take no position itself.
   */
  public void subscribe(Consumer<Placed> subscriber) {
    subscribers.add(subscriber);
  }

  private synchronized void publish(long position, Change change) {
    arrived.put(position, new Arrived(change, System.nanoTime()));
    release();
  }

  private synchronized void release() {
    while (!arrived.isEmpty()) {
      Map.Entry<Long, Arrived> first = arrived.firstEntry();
      boolean due =
          first.getKey() <= current + 1 || System.nanoTime() - first.getValue().nanos() > GAP_NANOS;
      if (!due) {
        return;
      }
      arrived.pollFirstEntry();
      current = Math.max(current, first.getKey());
      tell(new Placed(first.getKey(), first.getValue().change()));
    }
  }

  private void tell(Placed change) {
    for (Consumer<Placed> subscriber : subscribers) {
      try {
        subscriber.accept(change);
      } catch (RuntimeException e) {
        // One follower's fault must not keep the news from the others.
        LOG.error("A follower of the streams failed at position {}", change.position(), e);
      }
    }
  }
}
