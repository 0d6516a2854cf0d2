package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of all rooms, and the one door to it.
 *
 * <p>Callers hand in units and get a future. One writer drains what waits and commits it as one
 * group: takes the log's lock, catches up on what other nodes wrote, completes and checks each
 * unit, inserts events, state, projections and audit leaves, commits durably; then the group is
 * published to the {@link Feed} and the futures complete, in that order, on a thread of their own
 * while the writer is at the next group. A refused unit leaves the rest of its group whole. Where
 * this node is alone on its database, the next group is accepted while one is stored ({@link
 * Pipeline}).
 */
public final class RoomLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoomLog.class);
  private static final int QUEUE = 4096;
  private static final int GROUP = 256;
  private static final long RETRY_AFTER_MS = 500;
  private static final long LOOK_EVERY_MS = 250;
  private static final long LOOK_UNSIGNALLED_MS = 1_000;
  private static final long LOOK_HARDLY_MS = 60_000;

  private final Feed feed = new Feed();
  private final LogMemory memory;
  private final CommittedView view;
  private final GroupCommit group;
  private final @Nullable Pipeline pipeline;
  private final long idleMs;

  private final BlockingQueue<GroupCommit.Unit> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(task -> daemon(task, "log-answers"));
  private final Thread writer = daemon(this::write, "log-writer");
  private final AtomicBoolean looking = new AtomicBoolean();

  // Lets the writer come by: of no consequence when the queue is full, since then it does.
  private final GroupCommit.Unit wakeUp =
      new GroupCommit.Unit(view -> List.of(), null, new CompletableFuture<>());
  private volatile boolean closing;

  /**
   * What was appended.
   *
   * @param events all events of the unit, in log order: each draft's own, with what followed from
   *     it right behind
   * @param repeated whether the transaction had been used already, so that these are the events of
   *     that time
   */
  public record Appended(List<Event> events, boolean repeated) {
    /** The first draft's event. */
    public Event first() {
      return events.get(0);
    }
  }

  RoomLog(RoomsContext context, LogMemory memory) {
    this.memory = memory;
    this.view =
        new CommittedView(
            context.database(), memory.rooms()::find, memory.members(), context.clock());
    this.group = new GroupCommit(context, memory, view);
    this.pipeline =
        context.otherNodes()
            ? null
            : new Pipeline(
                group, this::publish, unit -> commit(List.of(unit)), () -> queue.offer(wakeUp));
    Signals signals = context.database().signals();
    this.idleMs =
        !context.otherNodes()
            ? LOOK_HARDLY_MS
            : signals.isOpen() ? LOOK_UNSIGNALLED_MS : LOOK_EVERY_MS;
    feed.start(memory.applied());
    writer.start();
    if (context.otherNodes()) {
      signals.subscribe(GroupCommit.SIGNAL, position -> look());
      signals.onGap(this::look);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Appends drafts as one unit: all of them or none, each checked at the door.
   *
   * @return completes when the events are durable; fails with a {@link Problem} that says who
   *     refused and why
   */
  public CompletableFuture<Appended> append(Proposal proposal) {
    return enqueue(proposal, null);
  }

  /**
   * As {@link #append(Proposal)}, once: when the transaction has been used, the proposal is not
   * asked and the events of that time are the answer.
   *
   * @param user whose transaction it is
   */
  public CompletableFuture<Appended> append(
      UserId user, Draft.Transaction transaction, Proposal proposal) {
    return enqueue(proposal, TransactionKeys.of(user, transaction));
  }

  /**
   * As {@link #append(Proposal)} for drafts that depend on nothing. The first draft's transaction
   * makes the unit idempotent.
   */
  public CompletableFuture<Appended> append(Draft... drafts) {
    List<Draft> list = Arrays.asList(drafts);
    Draft.Transaction transaction = drafts[0].transaction();
    return enqueue(
        view -> list,
        transaction == null ? null : TransactionKeys.of(drafts[0].sender(), transaction));
  }

  /**
   * As {@link #append(Proposal)}, waiting for the answer.
   *
   * @throws Problem the refusal
   */
  public Appended appendNow(Proposal proposal) {
    return await(append(proposal));
  }

  /** As {@link #append(Draft...)}, waiting for the answer. */
  public Appended appendNow(Draft... drafts) {
    return await(append(drafts));
  }

  /**
   * Waits for an answer of the log.
   *
   * @throws Problem the refusal, or that it could not be stored
   */
  public static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw e;
    }
  }

  private CompletableFuture<Appended> enqueue(Proposal proposal, @Nullable String key) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    if (closing) {
      answer.completeExceptionally(stopping());
    } else if (!queue.offer(new GroupCommit.Unit(proposal, key, answer))) {
      answer.completeExceptionally(
          Problem.limitExceeded(
              "The service is busy: send this again in a moment.", RETRY_AFTER_MS));
    }
    return answer;
  }

  private static Problem stopping() {
    return Problem.of(503, "M_UNKNOWN", "The service is stopping: send this again in a moment.");
  }

  /** The current state, always up to what this node has committed. */
  public RoomView view() {
    return view;
  }

  /** Committed events as they come. */
  public Feed feed() {
    return feed;
  }

  /** The position of a room's newest event, 0 for a room that does not exist: from memory. */
  public long newestPosition(RoomId room) {
    return memory.newestPosition(room);
  }

  /** Waits until what was committed so far has been published: for an orderly stop. */
  @Override
  public void close() {
    closing = true;
    // Wakes the writer. It is never interrupted: H2 closes its file when that happens to a thread.
    if (!queue.offer(wakeUp)) {
      LOG.info("Storing what waits before the stop.");
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(30));
      group.close();
      answers.shutdown();
      if (!answers.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("Some answers were not delivered before the stop.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the writer see what another node has written; what it is at covers it anyway. */
  private void look() {
    if (!closing && looking.compareAndSet(false, true)) {
      boolean waits =
          queue.offer(
              new GroupCommit.Unit(
                  view -> {
                    looking.set(false);
                    return List.of();
                  },
                  null,
                  new CompletableFuture<>()));
      if (!waits) {
        looking.set(false);
      }
    }
  }

  // ---- The writer ----

  private void write() {
    List<GroupCommit.Unit> units = new ArrayList<>(GROUP);
    while (!closing || !queue.isEmpty()) {
      try {
        GroupCommit.Unit first = closing ? queue.poll() : queue.poll(idleMs, TimeUnit.MILLISECONDS);
        if (first != null) {
          units.add(first);
          queue.drainTo(units, GROUP - 1);
        }
        take(units);
      } catch (InterruptedException e) {
        LOG.error("The log's writer was interrupted, which nothing should do", e);
      } finally {
        units.clear();
      }
    }
    if (pipeline != null) {
      pipeline.close();
    }
  }

  private void take(List<GroupCommit.Unit> units) {
    if (pipeline == null) {
      commit(units);
    } else {
      units.removeIf(unit -> unit == wakeUp);
      pipeline.take(List.copyOf(units));
    }
  }

  private void commit(List<GroupCommit.Unit> units) {
    try {
      commitGroup(List.copyOf(units));
    } catch (RuntimeException e) {
      if (units.size() > 1) {
        // One unit's trouble with the database is not the others': each gets a group of its own.
        units.forEach(unit -> commit(List.of(unit)));
      } else {
        fail(units, e);
      }
    }
  }

  private void fail(List<GroupCommit.Unit> units, RuntimeException e) {
    LOG.error("A group could not be stored", e);
    for (GroupCommit.Unit unit : units) {
      answers.execute(
          () ->
              unit.answer()
                  .completeExceptionally(
                      Problem.of(
                          503,
                          "M_UNKNOWN",
                          "This could not be stored and nothing of it was kept: send it again."
                              + " If it goes on, tell the operator of the service.")));
    }
  }

  private void commitGroup(List<GroupCommit.Unit> units) {
    publish(group.commit(units));
  }

  private void publish(GroupCommit.Committed committed) {
    answers.execute(
        () -> {
          feed.publish(committed.events());
          committed.outcomes().forEach(GroupCommit.Outcome::answer);
        });
  }
}
