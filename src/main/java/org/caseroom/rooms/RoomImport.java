package org.caseroom.rooms;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Takes whole rooms of another service into the log, event for event as they are, and gives
 * somebody of this one a seat in them. It goes past the rules at the door: whoever calls it has
 * verified the events, stands for them, and rebuilds what follows from the log afterwards ({@link
 * Rebuild}).
 */
public final class RoomImport {
  /**
   * An event to be taken in.
   *
   * @param event the event, as redactions have left it
   * @param redactedBy the redaction that emptied it; null for none
   */
  public record Taken(
      RoomId room, RoomVersion version, EventId id, Event event, @Nullable EventId redactedBy) {}

  private final AuditLog audit;
  private final EventSigner signer;

  /** Takes in for the service that this signer signs for. */
  public RoomImport(AuditLog audit, EventSigner signer) {
    this.audit = audit;
    this.signer = signer;
  }

  /**
   * Reads an event to be taken in.
   *
   * @param pdu the event in federation format
   */
  public static Taken taken(
      RoomId room,
      RoomVersion version,
      com.fasterxml.jackson.databind.node.ObjectNode pdu,
      @Nullable EventId redactedBy) {
    EventId id = EventHashes.eventId(version, pdu);
    return new Taken(room, version, id, new Event(0, room, id, pdu, redactedBy), redactedBy);
  }

  /**
   * Inserts events behind the log's end.
   *
   * @param events whole rooms, each from its creation on, in the order of their log
   * @throws Problem 409 when one of the rooms is here already
   */
  public void take(Tx tx, List<Taken> events) {
    EventDao dao = new EventDao(tx);
    long position = dao.lockHead();
    Map<RoomId, Long> numbers = new HashMap<>();
    List<Event> placed = new java.util.ArrayList<>();
    for (Taken taken : events) {
      position++;
      Event event =
          new Event(position, taken.room(), taken.id(), taken.event().pdu(), taken.redactedBy());
      if (event.isState("m.room.create", "")) {
        if (dao.room(taken.room()).isPresent()) {
          throw Problem.of(
              409, "ORG.CASEROOM_EXISTS", "This case is here already: its rooms are in the log.");
        }
        dao.insertRoom(new EventDao.RoomRow(position, taken.room(), taken.version()));
        numbers.put(taken.room(), position);
      }
      placed.add(event);
    }
    write(tx, dao, placed, numbers);
  }

  private void write(Tx tx, EventDao dao, List<Event> events, Map<RoomId, Long> numbers) {
    if (events.isEmpty()) {
      return;
    }
    dao.insert(events, event -> CanonicalJson.encodeToString(event.pdu()), numbers);
    for (Event event : events) {
      event.redactedBy().ifPresent(by -> dao.redact(event, by));
    }
    dao.moveHead(events.get(events.size() - 1).position());
    audit.append(tx, events.stream().map(RoomImport::entry).toList());
  }

  private static AuditEntry entry(Event event) {
    return new AuditEntry(
        AuditEntry.Kind.EVENT,
        Json.object()
            .put("event_id", event.id().value())
            .put("room_id", event.room().value())
            .put("position", event.position()));
  }

  /**
   * Writes somebody's membership of a room that was taken in, signed by this service: its own
   * people cannot be invited by those who wrote the room. Nothing happens where they are in
   * already.
   *
   * @param why stands in the event as the reason
   */
  public void seat(Tx tx, RoomId room, UserId user, String name, String why, Instant at) {
    EventDao dao = new EventDao(tx);
    long head = dao.lockHead();
    EventDao.RoomRow row = dao.room(room).orElseThrow(CommittedView::noSuchRoom);
    Map<StateKey, Event> state =
        dao.currentState(row.number()).stream()
            .collect(
                Collectors.toMap(
                    event -> new StateKey(event.type(), String.valueOf(event.stateKey())),
                    Function.identity()));
    AuthRules.StateLookup lookup =
        (type, key) -> Optional.ofNullable(state.get(new StateKey(type, key)));
    if (lookup
        .find("m.room.member", user.value())
        .flatMap(member -> member.text("membership"))
        .filter("join"::equals)
        .isPresent()) {
      return;
    }
    Event newest = dao.backwards(row.number(), Long.MAX_VALUE, 0, 1).get(0);
    Draft draft =
        Draft.state(
            room,
            user,
            "m.room.member",
            user.value(),
            Json.object().put("membership", "join").put("displayname", name).put("reason", why));
    var pdu =
        EventFormat.pdu(
            row.version(),
            draft,
            at,
            List.of(newest.id()),
            AuthRules.selectAuthEvents(
                row.version(), draft.type(), user.value(), user, draft.content(), lookup),
            newest.pdu().path("depth").asLong() + 1);
    EventId id = signer.seal(row.version(), pdu);
    write(tx, dao, List.of(new Event(head + 1, room, id, pdu, null)), Map.of(room, row.number()));
  }
}
