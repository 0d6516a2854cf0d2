package org.caseroom.rooms;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the log's writer accept a group while the one before it is being stored, since either takes
 * about as long. The next group is checked against what the one before it will have made of the
 * log, and is stored after it; when that one cannot be stored, the next is checked anew. For a
 * database that this node alone writes to: where others write too, a group can only be checked
 * under the log's lock.
 *
 * <p>Used by the log's writer alone.
 */
final class Pipeline implements AutoCloseable {
  /**
   * Events of a group after which its turn is waited for. A transaction that changes more than H2
   * keeps unsaved (19 MB, some 500 events) has its pages written twice.
   */
  private static final int FULL = 256;

  private final GroupCommit group;
  private final Consumer<GroupCommit.Committed> publish;
  private final Consumer<GroupCommit.Unit> alone;
  private final Runnable wake;
  private final ExecutorService store =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "log-store");
            thread.setDaemon(true);
            return thread;
          });

  private GroupCommit.@Nullable Accepted open;
  private GroupCommit.@Nullable Accepted storing;
  private CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);

  /**
   * Prepares it.
   *
   * @param publish what is done with a group that is stored
   * @param alone commits a unit by itself, with nothing else on the way
   * @param wake lets the writer come by: called when a group is stored
   */
  Pipeline(
      GroupCommit group,
      Consumer<GroupCommit.Committed> publish,
      Consumer<GroupCommit.Unit> alone,
      Runnable wake) {
    this.group = group;
    this.publish = publish;
    this.alone = alone;
    this.wake = wake;
  }

  /** Takes in what waits, none or more, and sees to what goes on. */
  void take(List<GroupCommit.Unit> units) {
    if (!units.isEmpty()) {
      accept(units);
    }
    GroupCommit.Accepted next = open;
    if (next != null && !stored.isDone() && next.events() < FULL) {
      // While one group is stored, the next one grows: fewer groups cost less.
      return;
    }
    if (next != null || stored.isDone()) {
      settle();
      start();
    }
  }

  private void accept(List<GroupCommit.Unit> units) {
    GroupCommit.Accepted into = open;
    try {
      if (into == null) {
        open = group.begin(storing, units);
      } else {
        group.accept(into, units);
      }
    } catch (RuntimeException database) {
      // Reading failed in the midst of a unit: what was accepted before it stands.
      finish();
      List<GroupCommit.Unit> accepted = into == null ? List.of() : into.units();
      units.stream().filter(unit -> !accepted.contains(unit)).forEach(alone);
    }
  }

  private void start() {
    GroupCommit.Accepted next = open;
    if (next == null) {
      return;
    }
    open = null;
    storing = next;
    stored = CompletableFuture.runAsync(() -> publish.accept(group.store(next)), store);
    stored.whenComplete((done, failed) -> wake.run());
  }

  /** Waits for the group that is being stored; one that failed is done again, unit by unit. */
  private void settle() {
    GroupCommit.Accepted before = storing;
    GroupCommit.Accepted next = open;
    storing = null;
    try {
      stored.join();
      if (next != null) {
        group.settled(next);
      }
    } catch (CompletionException failed) {
      stored = CompletableFuture.completedFuture(null);
      open = null;
      if (before != null) {
        before.units().forEach(alone);
      }
      if (next != null) {
        accept(next.units());
      }
    }
  }

  /** Stores all that is accepted, and waits for it. */
  void finish() {
    settle();
    start();
    settle();
  }

  @Override
  public void close() {
    finish();
    store.shutdown();
  }
}
