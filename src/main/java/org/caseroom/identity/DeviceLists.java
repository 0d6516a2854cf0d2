package org.caseroom.identity;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/** Whose devices or identity keys changed when: what a sync tells, from memory. */
public final class DeviceLists {
  private final Database database;
  private final StreamPositions positions;
  private final Map<UserId, Long> newest = new ConcurrentHashMap<>();
  private final Map<UserId, Map<UserId, Long>> own = new ConcurrentHashMap<>();
  private final AtomicLong newestOfAll = new AtomicLong();

  DeviceLists(Database database, StreamPositions positions) {
    this.database = database;
    this.positions = positions;
    load();
    positions.onElsewhere(this::changedElsewhere, this::load);
  }

  private void load() {
    database
        .read(tx -> new DeviceKeyDao(tx).listChanges())
        .forEach((user, position) -> newest.merge(user, position, Math::max));
    newest.values().forEach(this::noteNewest);
    loadOwn();
  }

  private void loadOwn() {
    database.read(tx -> new DeviceKeyDao(tx).ownListChanges()).forEach(this::noteOwn);
  }

  private void changedElsewhere(StreamPositions.Placed placed) {
    switch (placed.change().kind()) {
      case DEVICE_LIST -> {
        newest.merge(placed.change().user(), placed.position(), Math::max);
        noteNewest(placed.position());
      }
      case OWN_DEVICE_LIST -> loadOwn();
      default -> {}
    }
  }

  void changed(Tx tx, UserId user) {
    long[] place = new long[1];
    place[0] =
        positions.next(
            tx,
            new Change(Kind.DEVICE_LIST, user, null, null),
            () -> {
              newest.merge(user, place[0], Math::max);
              noteNewest(place[0]);
            });
    new DeviceKeyDao(tx).listChanged(user, place[0]);
  }

  /** Keys of a user that look different from now on, but to one person only. */
  void changedFor(Tx tx, UserId viewer, UserId user) {
    long[] place = new long[1];
    place[0] =
        positions.next(
            tx,
            new Change(Kind.OWN_DEVICE_LIST, viewer, null, null),
            () -> noteOwn(new DeviceKeyDao.OwnChange(viewer, user, place[0])));
    new DeviceKeyDao(tx).ownListChanged(new DeviceKeyDao.OwnChange(viewer, user, place[0]));
  }

  private void noteOwn(DeviceKeyDao.OwnChange change) {
    own.computeIfAbsent(change.viewer(), viewer -> new ConcurrentHashMap<>())
        .merge(change.user(), change.position(), Math::max);
  }

  /** The users whose keys look different behind a stream position to this person only. */
  public Set<UserId> changedFor(UserId viewer, long since) {
    return own.getOrDefault(viewer, Map.of()).entrySet().stream()
        .filter(change -> change.getValue() > since)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void noteNewest(long position) {
    newestOfAll.accumulateAndGet(position, Math::max);
  }

  /** The users whose devices or keys changed behind a stream position, of all users. */
  public Set<UserId> changedSince(long since) {
    if (newestOfAll.get() <= since) {
      return Set.of();
    }
    return newest.entrySet().stream()
        .filter(change -> change.getValue() > since)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The stream position at which a user's devices or keys last changed, 0 for never. */
  public long newest(UserId user) {
    return newest.getOrDefault(user, 0L);
  }
}
