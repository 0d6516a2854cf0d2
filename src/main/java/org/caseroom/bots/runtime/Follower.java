package org.caseroom.bots.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.caseroom.base.Problem;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.LogReader;
import org.caseroom.rooms.RoomLog;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bots' one thread: follows the log from where each bot left off, and watches the clock.
 *
 * <p>The position of each bot is kept in the database, about once a second, after each command or
 * reaction, and at the end: after a crash a bot sees its last second's events again, and the
 * transaction ids of its answers make that harmless. When more events wait than memory should hold,
 * the thread goes back to reading the log as it is stored.
 */
public final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int QUEUE = 10_000;
  private static final int PAGE = 500;
  private static final long TICK_MS = 1000;
  private static final long PATIENCE_S = 30;

  private final BotRunner runner;
  private final RoomLog log;
  private final LogReader whole;
  private final Database database;
  private final Map<String, Long> positions = new HashMap<>();
  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE);
  private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "bots");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Condition done = lock.newCondition();
  private long asked;
  private long answered;
  private boolean signalled;

  private volatile boolean behind;
  private volatile boolean closed;
  private volatile long seen;
  private Feed.@Nullable Subscription subscription;
  private long savedAt = System.nanoTime();
  private long saved;

  public Follower(BotRunner runner, BotServices services) {
    this.runner = runner;
    this.log = services.log();
    this.whole = services.whole();
    this.database = services.database();
  }

  /** Takes up the bots' work where it was left. */
  public void start() {
    subscription = log.feed().subscribe(this::accept);
    seen = Math.max(seen, log.feed().position());
    loadPositions();
    behind = true;
    thread.setDaemon(true);
    thread.start();
  }

  private void loadPositions() {
    saved = log.feed().position();
    runner.bots().forEach(each -> positions.computeIfAbsent(each.bot().name(), this::begin));
  }

  /** Where a bot left off; one that is new begins now. */
  private long begin(String bot) {
    return database
        .read(tx -> new PositionDao(tx).find(bot))
        .orElseGet(
            () -> {
              long now = log.feed().position();
              database.writing(tx -> new PositionDao(tx).begin(bot, now));
              return now;
            });
  }

  /** The bots, by name. */
  public List<BotRunner.Staffed> bots() {
    return runner.bots();
  }

  /**
   * Puts other bots in the place of those that run, between two events, and returns when it is
   * done.
   *
   * @throws Problem 503 when the bots are busy, stop, or cannot be changed
   */
  public void use(List<BotRunner.Staffed> fresh) {
    CompletableFuture<Boolean> changed = new CompletableFuture<>();
    Runnable change =
        () -> {
          try {
            replace(fresh);
            changed.complete(true);
          } catch (RuntimeException e) {
            changed.completeExceptionally(e);
          }
        };
    changes.add(change);
    nudge();
    try {
      changed.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (TimeoutException e) {
      // What is reported as failed must not happen later.
      changes.remove(change);
      throw stopping();
    } catch (ExecutionException e) {
      LOG.error("The bots could not be changed", e.getCause());
      throw Problem.of(
          503,
          "ORG.CASEROOM_BOTS",
          "The bots go on as they were: they could not be changed, and the service's log says why.");
    }
  }

  private void replace(List<BotRunner.Staffed> fresh) {
    List<String> names = fresh.stream().map(each -> each.bot().name()).toList();
    names.forEach(name -> positions.computeIfAbsent(name, this::begin));
    runner.use(fresh);
    positions.keySet().retainAll(names);
  }

  private static Problem stopping() {
    return Problem.of(503, "ORG.CASEROOM_BOTS", "The bots are busy or stop. Try again.");
  }

  private void change() {
    for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
      change.run();
    }
  }

  /** On the log's writer: notes what may concern a bot, and returns. */
  private void accept(List<Event> events) {
    boolean any = false;
    for (Event event : events) {
      if (runner.concerns(event)) {
        any = true;
        if (!queue.offer(event)) {
          behind = true;
        }
      }
    }
    seen = events.get(events.size() - 1).position();
    if (any) {
      nudge();
    }
  }

  /** Looks at the clock and the log now instead of within the second. */
  public void nudge() {
    lock.lock();
    try {
      signalled = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that was in the log, or due by the clock, when this was called has been
   * dealt with, and what the bots themselves added to it.
   *
   * @throws Problem 504 when that takes more than half a minute
   */
  public void settle() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    long before;
    do {
      before = log.feed().position();
      lock.lock();
      try {
        long mine = ++asked;
        signalled = true;
        wake.signal();
        while (answered < mine) {
          if (closed || done.awaitNanos(deadline - System.nanoTime()) <= 0) {
            throw Problem.of(504, "ORG.CASEROOM_BOTS", "The bots did not finish in half a minute.");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lock.unlock();
      }
    } while (log.feed().position() != before);
  }

  private void run() {
    while (!closed) {
      long round = currentRound();
      try {
        round();
      } catch (RuntimeException e) {
        LOG.error("The bots' round failed; the next one goes on from here", e);
      }
      finish(round);
      sleep();
    }
  }

  private void round() {
    change();
    runner.joinWhereInvited();
    if (behind) {
      behind = false;
      catchUp();
    }
    long upTo = seen;
    for (Event event = queue.poll(); event != null; event = queue.poll()) {
      deliver(event);
    }
    if (!behind) {
      runner.bots().forEach(each -> positions.merge(each.bot().name(), upTo, Math::max));
    }
    tick();
    if (System.nanoTime() - savedAt > TimeUnit.SECONDS.toNanos(1)) {
      save();
    }
  }

  private void deliver(Event event) {
    change();
    for (BotRunner.Staffed each : runner.bots()) {
      if (event.position() > position(each)) {
        runner.deliver(each, event);
        if (!behind) {
          positions.put(each.bot().name(), event.position());
        }
      }
    }
    if (BotRunner.asks(event)) {
      // What follows from an event is the same each time; what a person hears may not be.
      save();
    }
  }

  private void tick() {
    for (BotRunner.Staffed each : runner.bots()) {
      try {
        each.bot().onTick(each.desk());
      } catch (Problem problem) {
        LOG.warn("{} could not keep its schedule: {}", each.bot().name(), problem.message());
      }
    }
  }

  /**
   * Reads what the bots have missed from the log as it is stored, each event once for all of them:
   * what a bot may not see is kept from it when the event is brought to it, as always.
   */
  private void catchUp() {
    long at = runner.bots().stream().mapToLong(this::position).min().orElse(seen);
    while (at < log.feed().position() && !closed) {
      List<Event> piece = whole.after(at, PAGE);
      if (piece.isEmpty()) {
        return;
      }
      piece.stream().filter(runner::concerns).forEach(this::deliver);
      long had = piece.get(piece.size() - 1).position();
      runner.bots().forEach(each -> positions.merge(each.bot().name(), had, Math::max));
      at = had;
      if (System.nanoTime() - savedAt > TimeUnit.SECONDS.toNanos(1)) {
        save();
      }
    }
  }

  private long position(BotRunner.Staffed each) {
    return positions.getOrDefault(each.bot().name(), 0L);
  }

  private void save() {
    savedAt = System.nanoTime();
    long lowest = positions.values().stream().mapToLong(Long::longValue).min().orElse(saved);
    if (lowest == saved) {
      return;
    }
    Map<String, Long> byName = Map.copyOf(positions);
    database.writing(tx -> new PositionDao(tx).advance(byName));
    saved = lowest;
  }

  private long currentRound() {
    lock.lock();
    try {
      signalled = false;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private void finish(long round) {
    lock.lock();
    try {
      answered = Math.max(answered, round);
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void sleep() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(TICK_MS);
      while (!signalled && !closed && left > 0) {
        left = wake.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    closed = true;
    nudge();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    save();
  }
}
