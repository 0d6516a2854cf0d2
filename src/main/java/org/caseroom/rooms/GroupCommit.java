package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction for a group of units: what the log's writer does again and again. */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final RoomsContext context;
  private final LogMemory memory;
  private final RoomView view;
  private final Signing signing = new Signing();
  private final Appender appender;

  // Other nodes' events are taken in even when the group at hand then fails.
  private final List<Event> unpublished = new ArrayList<>();

  /** What other nodes are told by when there is more in the log. */
  static final String SIGNAL = "log";

  /** A unit that waits for its group. */
  record Unit(
      Proposal proposal,
      @Nullable String transactionKey,
      CompletableFuture<RoomLog.Appended> answer) {}

  /** A unit's fate in its group: one of the two. */
  record Outcome(Unit unit, RoomLog.@Nullable Appended appended, @Nullable Throwable refusal) {
    void answer() {
      if (refusal != null) {
        unit.answer().completeExceptionally(refusal);
      } else {
        unit.answer().complete(appended);
      }
    }
  }

  /**
   * A group that is durable and in memory.
   *
   * @param events what is new since the last group, other nodes' events first
   * @param outcomes each unit's fate
   */
  record Committed(List<Event> events, List<Outcome> outcomes) {}

  GroupCommit(RoomsContext context, LogMemory memory, RoomView view) {
    this.context = context;
    this.memory = memory;
    this.view = view;
    this.appender = new Appender(context.policy(), context.signer(), signing, memory.rooms());
  }

  /**
   * A group that is accepted but not stored.
   *
   * @param base the log's position that it begins after
   * @param done what was answered under which transaction key, in this group and the one before
   */
  record Accepted(
      long base, Appender.Group group, List<Outcome> outcomes, Map<String, RoomLog.Appended> done) {
    int events() {
      return overlay().events().size();
    }

    List<Unit> units() {
      return outcomes.stream().map(Outcome::unit).toList();
    }

    private Overlay overlay() {
      return group.accepted;
    }

    private Map<String, RoomLog.Appended> answered() {
      Map<String, RoomLog.Appended> answered = new HashMap<>();
      for (Outcome outcome : outcomes) {
        String key = outcome.unit().transactionKey();
        RoomLog.Appended appended = outcome.appended();
        if (key != null && appended != null) {
          answered.put(key, new RoomLog.Appended(appended.events(), true));
        }
      }
      return answered;
    }
  }

  /** Commits a group, which is durable when this returns; a failure leaves nothing behind. */
  Committed commit(List<Unit> units) {
    List<Outcome> outcomes = new ArrayList<>(units.size());
    Overlay group =
        context
            .database()
            .write(
                tx -> {
                  EventDao dao = new EventDao(tx);
                  long head = dao.lockHead();
                  catchUp(dao, head);
                  Overlay accepted = new Overlay(view, context.clock().instant());
                  accept(new Appender.Group(accepted, dao, head), units, outcomes, new HashMap<>());
                  if (!accepted.events().isEmpty()) {
                    store(tx, dao, accepted, outcomes);
                  } else {
                    // What an earlier group answered is durable already, and a refusal is not kept.
                    tx.wroteNothing();
                  }
                  return accepted;
                });
    return committed(group, outcomes);
  }

  private Committed committed(Overlay group, List<Outcome> outcomes) {
    memory.apply(group.created(), group.events(), List.copyOf(group.redacted()));
    unpublished.addAll(group.events());
    List<Event> events = List.copyOf(unpublished);
    unpublished.clear();
    return new Committed(events, outcomes);
  }

  // ---- Accepting one group while the one before it is stored ----

  /**
   * Begins a group.
   *
   * @param before the group that is being stored; null for none. When that fails, this one is void
   */
  Accepted begin(@Nullable Accepted before, List<Unit> units) {
    long base = before == null ? memory.applied() : before.group().position;
    return context
        .database()
        .read(
            tx -> {
              RoomView below = before == null ? view : before.overlay();
              Appender.Group group =
                  new Appender.Group(
                      new Overlay(below, context.clock().instant()), new EventDao(tx), base);
              Map<String, RoomLog.Appended> done = new HashMap<>();
              if (before != null) {
                // Of that group alone: what came before it is in the database, and looked up there.
                done.putAll(before.answered());
              }
              Accepted accepted = new Accepted(base, group, new ArrayList<>(), done);
              accept(group, units, accepted.outcomes(), done);
              return accepted;
            });
  }

  /** Takes more units into a group. */
  void accept(Accepted into, List<Unit> units) {
    context
        .database()
        .read(
            tx -> {
              into.group().in(new EventDao(tx));
              // A unit is never older in the log than the moment that it was handed in.
              into.overlay().at(context.clock().instant());
              accept(into.group(), units, into.outcomes(), into.done());
              return true;
            });
  }

  /** What was below a group is committed: nothing more is held of it. */
  void settled(Accepted group) {
    group.overlay().on(view);
  }

  /**
   * Stores a group, which is durable when this returns; a failure leaves nothing behind. What was
   * refused or repeated needs no storing.
   *
   * @throws IllegalStateException when the log has gone on since the group was accepted
   */
  Committed store(Accepted accepted) {
    Overlay group = accepted.overlay();
    if (!group.events().isEmpty()) {
      context
          .database()
          .writing(
              tx -> {
                EventDao dao = new EventDao(tx);
                if (dao.lockHead() != accepted.base()) {
                  throw new IllegalStateException("The log has gone on meanwhile.");
                }
                store(tx, dao, group, accepted.outcomes());
              });
    }
    return committed(group, accepted.outcomes());
  }

  // ---- The units of a group ----

  private void accept(
      Appender.Group group,
      List<Unit> units,
      List<Outcome> outcomes,
      Map<String, RoomLog.Appended> done) {
    List<String> keys =
        units.stream()
            .flatMap(unit -> Optional.ofNullable(unit.transactionKey()).stream())
            .toList();
    group
        .dao
        .transactions(keys)
        .forEach(
            (key, row) ->
                done.put(
                    key,
                    new RoomLog.Appended(
                        group.dao.from(row.firstPosition(), row.eventCount()), true)));
    for (Unit unit : units) {
      outcomes.add(accept(group, unit, done));
    }
  }

  private Outcome accept(Appender.Group group, Unit unit, Map<String, RoomLog.Appended> done) {
    String key = unit.transactionKey();
    RoomLog.Appended same = key == null ? null : done.get(key);
    if (same != null) {
      return new Outcome(unit, same, null);
    }
    try {
      List<Event> events = appender.accept(group, unit.proposal());
      if (key != null) {
        done.put(key, new RoomLog.Appended(events, true));
      }
      return new Outcome(unit, new RoomLog.Appended(events, false), null);
    } catch (Problem refusal) {
      return new Outcome(unit, null, refusal);
    } catch (Refusal refusal) {
      leave(group, refusal, done);
      return new Outcome(unit, null, refusal.problem());
    } catch (IllegalStateException
        | IllegalArgumentException
        | NullPointerException
        | StackOverflowError fault) {
      // Nothing of the unit is left, and the others of its group are not at fault.
      LOG.error("A unit failed at the door", fault);
      return new Outcome(unit, null, fault);
    }
  }

  /** Writes what a refusal leaves behind, in the group whose end its sender's answer waits for. */
  private void leave(Appender.Group group, Refusal refusal, Map<String, RoomLog.Appended> done) {
    Unit instead = new Unit(refusal.instead(), null, new CompletableFuture<>());
    Throwable failed = accept(group, instead, done).refusal();
    if (failed != null) {
      LOG.error("What a refusal leaves behind was refused as well", failed);
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
    if (context.otherNodes()) {
      context.database().signals().send(tx, SIGNAL, "");
    }
    for (Projection projection : context.projections()) {
      projection.apply(tx, events, group);
    }
    // The audit log's lock comes last: it is held by everybody who signs in.
    context.audit().append(tx, auditEntries(events, group));
  }

  private List<AuditEntry> auditEntries(List<Event> events, RoomView after) {
    List<AuditEntry> entries = new ArrayList<>(events.size());
    for (Event event : events) {
      entries.add(auditEntry(event));
      context.policy().recorded(event, after).ifPresent(entries::add);
    }
    return entries;
  }

  private long numberOf(RoomId room, Overlay group) {
    EventDao.RoomRow created = group.created().get(room);
    return created != null
        ? created.number()
        : memory.rooms().find(room).orElseThrow(CommittedView::noSuchRoom).row().number();
  }

  private static Map<String, EventDao.TransactionRow> transactions(List<Outcome> outcomes) {
    Map<String, EventDao.TransactionRow> rows = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      String key = outcome.unit().transactionKey();
      RoomLog.Appended appended = outcome.appended();
      if (key != null && appended != null && !appended.repeated() && !appended.events().isEmpty()) {
        rows.put(
            key,
            new EventDao.TransactionRow(appended.first().position(), appended.events().size()));
      }
    }
    return rows;
  }

  private static AuditEntry auditEntry(Event event) {
    return new AuditEntry(
        AuditEntry.Kind.EVENT,
        Json.object()
            .put("event_id", event.id().value())
            .put("room_id", event.room().value())
            .put("position", event.position()));
  }

  /** Takes in what other nodes have written since this one looked last. */
  private void catchUp(EventDao dao, long head) {
    if (head == memory.applied()) {
      return;
    }
    List<Event> events = dao.from(memory.applied() + 1, Math.toIntExact(head - memory.applied()));
    Map<RoomId, EventDao.RoomRow> created = new LinkedHashMap<>();
    List<Event> redacted = new ArrayList<>();
    for (Event event : events) {
      if (event.isState("m.room.create", "")) {
        dao.room(event.room()).ifPresent(row -> created.put(row.id(), row));
      }
      event.redacts().flatMap(dao::byId).ifPresent(redacted::add);
    }
    memory.apply(created, events, redacted);
    unpublished.addAll(events);
  }

  /** Once the writer has ended. */
  @Override
  public void close() {
    signing.close();
  }
}
