package org.caseroom.rooms;

import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * How far everyone has read in each room. Stored with a position of {@link StreamPositions}, and
 * kept in memory for the rooms in use, since every sync asks.
 */
public final class Receipts {
  /** How many rooms' receipts are kept in memory. */
  private static final int ROOMS_KEPT = 20_000;

  /** How many changes are remembered, to answer which rooms changed without the database. */
  private static final int CHANGES_KEPT = 4096;

  private record Key(UserId user, Receipt.Kind kind, @Nullable String thread) {}

  private final Database database;
  private final StreamPositions positions;
  private final InstantSource clock;
  private final ConcurrentHashMap<RoomId, Map<Key, Receipt>> rooms = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, RoomId> changes = new ConcurrentSkipListMap<>();
  private volatile long changesKnownAfter;

  /** Opens the receipts of this database. */
  public Receipts(Database database, StreamPositions positions, InstantSource clock) {
    this.database = database;
    this.positions = positions;
    this.clock = clock;
    this.changesKnownAfter = positions.current();
    positions.onElsewhere(this::changedElsewhere, this::forget);
  }

  /** Another node has written: this one reads it again when it is asked. */
  private void changedElsewhere(StreamPositions.Placed placed) {
    RoomId room = placed.change().room();
    boolean receipt =
        placed.change().kind() == StreamPositions.Kind.RECEIPT
            || placed.change().kind() == StreamPositions.Kind.PRIVATE_RECEIPT;
    if (receipt && room != null) {
      rooms.remove(room);
      noteChange(placed.position(), room);
    }
  }

  private void forget() {
    changesKnownAfter = Long.MAX_VALUE;
    rooms.clear();
    changes.clear();
    changesKnownAfter = positions.current();
  }

  /**
   * Notes that somebody has read up to an event. A step back is ignored: another device may have
   * been ahead.
   *
   * @param event an event that the reader may see
   * @param thread the thread's root, {@link Receipt#MAIN_THREAD}, or null for the whole room
   * @return whether it was a step forward
   */
  public boolean read(UserId user, Event event, Receipt.Kind kind, @Nullable String thread) {
    Key key = new Key(user, kind, thread);
    if (!ahead(event, of(event.room()).get(key))) {
      return false;
    }
    Change change =
        new Change(
            kind == Receipt.Kind.READ
                ? StreamPositions.Kind.RECEIPT
                : StreamPositions.Kind.PRIVATE_RECEIPT,
            user,
            null,
            event.room());
    return database.write(
        tx -> {
          AtomicReference<Receipt> stored = new AtomicReference<>();
          long position = positions.next(tx, change, () -> remember(key, stored.get()));
          ReceiptDao dao = new ReceiptDao(tx);
          // Asked again with the stream's row locked: another device may have been quicker.
          if (!ahead(event, dao.find(event.room(), user, kind, thread).orElse(null))) {
            return false;
          }
          Receipt receipt =
              new Receipt(
                  event.room(),
                  user,
                  kind,
                  thread,
                  event.id(),
                  event.position(),
                  clock.millis(),
                  position);
          dao.put(receipt);
          stored.set(receipt);
          return true;
        });
  }

  /** All receipts of a room that a reader may know of: everyone's public and their own private. */
  public List<Receipt> visible(UserId reader, RoomId room, long after) {
    Collection<Receipt> all = of(room).values();
    if (all.isEmpty()) {
      return List.of();
    }
    return all.stream()
        .filter(receipt -> receipt.position() > after)
        .filter(receipt -> receipt.kind() == Receipt.Kind.READ || receipt.user().equals(reader))
        .toList();
  }

  /**
   * How far a user has read, by whichever of their receipts for this thread is ahead.
   *
   * @param thread a thread's root, {@link Receipt#MAIN_THREAD}, or null for the whole room
   * @return a log position, 0 when nothing was read
   */
  public long readUpTo(UserId user, RoomId room, @Nullable String thread) {
    Map<Key, Receipt> known = of(room);
    return Math.max(
        position(known.get(new Key(user, Receipt.Kind.READ, thread))),
        position(known.get(new Key(user, Receipt.Kind.READ_PRIVATE, thread))));
  }

  /** The receipts of one user in a room. */
  public List<Receipt> of(UserId user, RoomId room) {
    return of(room).values().stream().filter(receipt -> receipt.user().equals(user)).toList();
  }

  /** The rooms in which a receipt moved after a stream position; some may be named in vain. */
  public Set<RoomId> changedAfter(long after) {
    if (after >= changesKnownAfter) {
      Set<RoomId> changed = new LinkedHashSet<>(changes.tailMap(after, false).values());
      if (after >= changesKnownAfter) {
        return changed;
      }
    }
    return new LinkedHashSet<>(database.read(tx -> new ReceiptDao(tx).changed(after)));
  }

  private void remember(Key key, @Nullable Receipt receipt) {
    if (receipt == null) {
      return;
    }
    rooms.computeIfPresent(
        receipt.room(),
        (room, known) -> {
          Receipt before = known.get(key);
          if (before == null || before.position() < receipt.position()) {
            known.put(key, receipt);
          }
          return known;
        });
    noteChange(receipt.position(), receipt.room());
  }

  private void noteChange(long position, RoomId room) {
    changes.put(position, room);
    if (changes.size() > CHANGES_KEPT) {
      changesKnownAfter = Math.max(changesKnownAfter, changes.firstKey());
      changes.pollFirstEntry();
    }
  }

  private Map<Key, Receipt> of(RoomId room) {
    Map<Key, Receipt> known = rooms.get(room);
    if (known != null) {
      return known;
    }
    if (rooms.size() >= ROOMS_KEPT) {
      // Rare, and cheap to make good: whoever is asked for next is read again.
      rooms.clear();
    }
    return rooms.computeIfAbsent(room, this::load);
  }

  private Map<Key, Receipt> load(RoomId room) {
    Map<Key, Receipt> loaded = new ConcurrentHashMap<>();
    for (Receipt receipt : database.read(tx -> new ReceiptDao(tx).of(room))) {
      loaded.put(new Key(receipt.user(), receipt.kind(), receipt.thread()), receipt);
    }
    return loaded;
  }

  private static boolean ahead(Event event, @Nullable Receipt before) {
    return before == null || before.eventPosition() < event.position();
  }

  private static long position(@Nullable Receipt receipt) {
    return receipt == null ? 0 : receipt.eventPosition();
  }
}
