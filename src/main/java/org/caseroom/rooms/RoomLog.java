package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
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
 * while the writer is at the next group. A refused unit leaves the rest of its group whole.
 */
public final class RoomLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoomLog.class);
  private static final int QUEUE = 4096;
  private static final int GROUP = 256;
  private static final long RETRY_AFTER_MS = 500;

  private final RoomsContext context;
  private final LiveRooms rooms;
  private final Members members;
  private final Feed feed = new Feed();
  private final CommittedView view;
  private final Appender appender;
  private final Map<RoomId, Long> newestPositions;

  private final BlockingQueue<Unit> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(task -> daemon(task, "log-answers"));
  private final Thread writer = daemon(this::write, "log-writer");
  private volatile boolean closing;
  private long applied;

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

  /** A unit that waits. */
  private record Unit(
      Proposal proposal, @Nullable String transactionKey, CompletableFuture<Appended> answer) {}

  /** A unit's fate in its group: one of the two. */
  private record Outcome(Unit unit, @Nullable Appended appended, @Nullable Throwable refusal) {}

  RoomLog(
      RoomsContext context, LiveRooms rooms, Members members, Map<RoomId, Long> newestPositions) {
    this.context = context;
    this.rooms = rooms;
    this.members = members;
    this.newestPositions = newestPositions;
    this.view = new CommittedView(rooms::find, members, context.clock());
    this.appender = new Appender(context.policy(), context.signer(), rooms);
  }

  void start(long position) {
    applied = position;
    rooms.start(position);
    feed.start(position);
    writer.start();
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

  private static Appended await(CompletableFuture<Appended> answer) {
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
    } else if (!queue.offer(new Unit(proposal, key, answer))) {
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
    return newestPositions.getOrDefault(room, 0L);
  }

  /** Waits until what was committed so far has been published: for an orderly stop. */
  @Override
  public void close() {
    closing = true;
    // Wakes the writer. It is never interrupted: H2 closes its file when that happens to a thread.
    if (!queue.offer(new Unit(view -> List.of(), null, new CompletableFuture<>()))) {
      LOG.info("Storing what waits before the stop.");
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(30));
      answers.shutdown();
      if (!answers.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("Some answers were not delivered before the stop.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- The writer ----

  private void write() {
    List<Unit> units = new ArrayList<>(GROUP);
    while (!closing || !queue.isEmpty()) {
      try {
        Unit first = closing ? queue.poll() : queue.poll(idleMs(), TimeUnit.MILLISECONDS);
        if (first != null) {
          units.add(first);
          queue.drainTo(units, GROUP - 1);
        }
        commit(units);
      } catch (InterruptedException e) {
        LOG.error("The log's writer was interrupted, which nothing should do", e);
      } finally {
        units.clear();
      }
    }
  }

  /** How long to wait before looking for what other nodes wrote, milliseconds. */
  private long idleMs() {
    return context.otherNodes() ? 250 : 60_000;
  }

  private void commit(List<Unit> units) {
    if (units.isEmpty() && !context.otherNodes()) {
      return;
    }
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

  private void fail(List<Unit> units, RuntimeException e) {
    LOG.error("A group could not be stored", e);
    for (Unit unit : units) {
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

  private void commitGroup(List<Unit> units) {
    List<Outcome> outcomes = new ArrayList<>(units.size());
    List<CaughtUp> caughtUp = new ArrayList<>(1);
    Overlay group =
        context
            .database()
            .write(
                tx -> {
                  outcomes.clear();
                  caughtUp.clear();
                  EventDao dao = new EventDao(tx);
                  long head = dao.lockHead();
                  if (head != applied) {
                    caughtUp.add(catchUp(dao, head));
                  }
                  Overlay accepted = new Overlay(view, context.clock().instant());
                  accept(new Appender.Group(accepted, dao, head), units, outcomes);
                  if (!accepted.events().isEmpty()) {
                    store(tx, dao, accepted, outcomes);
                  }
                  return accepted;
                });
    List<Event> fresh = new ArrayList<>();
    caughtUp.forEach(other -> fresh.addAll(other.events()));
    apply(group);
    fresh.addAll(group.events());
    List<Outcome> done = List.copyOf(outcomes);
    answers.execute(
        () -> {
          feed.publish(fresh);
          done.forEach(RoomLog::answer);
        });
  }

  private static void answer(Outcome outcome) {
    if (outcome.refusal() != null) {
      outcome.unit().answer().completeExceptionally(outcome.refusal());
    } else {
      outcome.unit().answer().complete(outcome.appended());
    }
  }

  private void accept(Appender.Group group, List<Unit> units, List<Outcome> outcomes) {
    List<String> keys =
        units.stream()
            .flatMap(unit -> Optional.ofNullable(unit.transactionKey()).stream())
            .toList();
    Map<String, EventDao.TransactionRow> used = group.dao.transactions(keys);
    Map<String, Appended> now = new HashMap<>();
    for (Unit unit : units) {
      String key = unit.transactionKey();
      try {
        EventDao.TransactionRow row = key == null ? null : used.get(key);
        Appended same = key == null ? null : now.get(key);
        if (row != null) {
          List<Event> events = group.dao.from(row.firstPosition(), row.eventCount());
          outcomes.add(new Outcome(unit, new Appended(events, true), null));
        } else if (same != null) {
          outcomes.add(new Outcome(unit, new Appended(same.events(), true), null));
        } else {
          Appended appended = new Appended(appender.accept(group, unit.proposal()), false);
          outcomes.add(new Outcome(unit, appended, null));
          if (key != null) {
            now.put(key, appended);
          }
        }
      } catch (Problem refusal) {
        outcomes.add(new Outcome(unit, null, refusal));
      } catch (EventDao.StorageFailure e) {
        throw e;
      } catch (RuntimeException fault) {
        LOG.error("A unit failed at the door", fault);
        outcomes.add(new Outcome(unit, null, fault));
      }
    }
  }

  private void store(Tx tx, EventDao dao, Overlay group, List<Outcome> outcomes) {
    List<Event> events = group.events();
    Map<RoomId, Long> numbers = new HashMap<>();
    for (Event event : events) {
      numbers.computeIfAbsent(event.room(), room -> numberOf(room, group));
    }
    group.created().values().forEach(dao::insertRoom);
    dao.insert(events, group::text, numbers);
    for (Event redacted : group.redacted()) {
      redacted.redactedBy().ifPresent(by -> dao.redact(redacted, by));
    }
    new StateDao(tx)
        .apply(events.stream().filter(Event::isState).toList(), group.replacing(), numbers);
    dao.insertTransactions(transactions(outcomes), group.now().toEpochMilli());
    dao.moveHead(events.get(events.size() - 1).position());
    for (Projection projection : context.projections()) {
      for (Event event : events) {
        projection.apply(tx, event, group);
      }
    }
    context.audit().append(tx, events.stream().map(RoomLog::auditEntry).toList());
  }

  private long numberOf(RoomId room, Overlay group) {
    EventDao.RoomRow created = group.created().get(room);
    return created != null
        ? created.number()
        : rooms.find(room).orElseThrow(CommittedView::noSuchRoom).row().number();
  }

  private static Map<String, EventDao.TransactionRow> transactions(List<Outcome> outcomes) {
    Map<String, EventDao.TransactionRow> rows = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      String key = outcome.unit().transactionKey();
      Appended appended = outcome.appended();
      if (key != null && appended != null && !appended.repeated() && !appended.events().isEmpty()) {
        rows.put(
            key,
            new EventDao.TransactionRow(appended.first().position(), appended.events().size()));
      }
    }
    return rows;
  }

  /** The audit log's leaf for an event. */
  static AuditEntry auditEntry(Event event) {
    return new AuditEntry(
        AuditEntry.Kind.EVENT,
        Json.object()
            .put("event_id", event.id().value())
            .put("room_id", event.room().value())
            .put("position", event.position()));
  }

  private void apply(Overlay group) {
    applyEvents(group.created(), group.events(), List.copyOf(group.redacted()));
  }

  private void applyEvents(
      Map<RoomId, EventDao.RoomRow> created, List<Event> events, List<Event> redacted) {
    if (events.isEmpty()) {
      return;
    }
    rooms.apply(created, events, redacted);
    for (Event event : events) {
      newestPositions.put(event.room(), event.position());
      String key = event.stateKey();
      if (key != null && event.type().equals("m.room.member") && UserId.isValid(key)) {
        members.set(UserId.of(key), event.room(), Members.of(event));
      }
    }
    applied = events.get(events.size() - 1).position();
  }

  // ---- Other nodes ----

  /** What other nodes had written. */
  private record CaughtUp(List<Event> events) {}

  private CaughtUp catchUp(EventDao dao, long head) {
    List<Event> events = new ArrayList<>();
    Map<RoomId, EventDao.RoomRow> created = new LinkedHashMap<>();
    List<Event> redacted = new ArrayList<>();
    for (Event event : dao.from(applied + 1, Math.toIntExact(head - applied))) {
      events.add(event);
      if (event.isState("m.room.create", "")) {
        dao.room(event.room()).ifPresent(row -> created.put(row.id(), row));
      }
      event.redacts().flatMap(dao::byId).ifPresent(redacted::add);
    }
    applyEvents(created, events, redacted);
    return new CaughtUp(events);
  }
}
