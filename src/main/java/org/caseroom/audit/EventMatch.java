package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of the rooms beside their leaves: one for each, in the same order. */
final class EventMatch {
  private final Findings findings;
  private final ArrayDeque<RecordedEvents.Stored> waiting = new ArrayDeque<>();
  private long position;
  private long fetched;
  private long count;
  private boolean isUnsettled;
  private RecordedEvents.@Nullable Stored misplaced;
  private long misplacedAt;

  EventMatch(Findings findings) {
    this.findings = findings;
  }

  long count() {
    return count;
  }

  /** Takes the next leaf of an event. */
  void take(LeafCheck leaf, AuditVerifier.EventCursor events) {
    count++;
    Optional<RecordedEvents.Stored> next = next(events);
    if (next.isPresent() && leaf.isOf(next.get())) {
      position = next.get().position();
      fault(leaf.row().seq(), waiting.remove());
      return;
    }
    ObjectNode data = leaf.data();
    if (data == null) {
      findings.entry(
          leaf.row().seq(), "The text of " + leaf.named() + " is no entry.", Findings.CHANGED);
      return;
    }
    compare(leaf.row().seq(), data, events);
  }

  private void compare(long seq, ObjectNode data, AuditVerifier.EventCursor events) {
    long told = data.path("position").asLong();
    String id = data.path("event_id").asText();
    if (told <= position) {
      findings.entry(seq, "The event " + id + " has two leaves.", Findings.CHANGED);
      return;
    }
    position = told;
    Optional<RecordedEvents.Stored> next = next(events);
    while (next.isPresent() && next.get().position() < told) {
      withoutLeaf(seq, next.get());
      waiting.remove();
      next = next(events);
    }
    if (next.isEmpty() || next.get().position() > told) {
      isUnsettled = true;
      findings.event(seq, id, "is not there any more", Findings.EVENTS_CHANGED);
      return;
    }
    RecordedEvents.Stored stored = waiting.remove();
    if (!stored.id().equals(id) || !stored.room().equals(data.path("room_id").asText())) {
      isUnsettled = true;
      findings.add(
          seq,
          "event " + id,
          "In the place of the event " + id + " stands " + stored.id() + " in " + stored.room(),
          Findings.EVENTS_CHANGED);
    } else {
      fault(seq, stored);
    }
  }

  /**
   * Passes over the event of a leaf whose text was changed: what the text says of it does not
   * count.
   */
  void skip(LeafCheck leaf, AuditVerifier.EventCursor events) {
    count++;
    next(events)
        .ifPresent(
            event -> {
              position = event.position();
              fault(leaf.row().seq(), waiting.remove());
            });
  }

  private void fault(long seq, RecordedEvents.Stored stored) {
    String fault = stored.fault();
    if (fault != null) {
      isUnsettled = true;
      findings.event(seq, stored.id(), fault, Findings.EVENTS_CHANGED);
    } else if (misplaced == null && stored.misplaced() != null) {
      misplaced = stored;
      misplacedAt = seq;
    }
  }

  /** Tells of an event in the wrong place, when no other event explains it. */
  void finish() {
    RecordedEvents.Stored event = misplaced;
    if (event != null && !isUnsettled) {
      findings.event(
          misplacedAt,
          event.id(),
          String.valueOf(event.misplaced()),
          "Events were changed, taken out or slipped in, and the log written to fit.");
    }
  }

  /** Events behind the last leaf have none. */
  Optional<RecordedEvents.Stored> beyond(AuditVerifier.EventCursor events) {
    return next(events);
  }

  void withoutLeaf(long seq, RecordedEvents.Stored event) {
    isUnsettled = true;
    findings.event(
        seq,
        event.id(),
        "in " + event.room() + " has no leaf in the log",
        "Somebody slipped an event in behind the service's back.");
  }

  private Optional<RecordedEvents.Stored> next(AuditVerifier.EventCursor events) {
    if (waiting.isEmpty()) {
      waiting.addAll(events.after(fetched));
      if (!waiting.isEmpty()) {
        fetched = waiting.getLast().position();
      }
    }
    return Optional.ofNullable(waiting.peek());
  }
}
