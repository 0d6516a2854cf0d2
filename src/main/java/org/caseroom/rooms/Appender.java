package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Turns the drafts of one group into events: completes them, asks the rules at the door, and lets
 * what follows from them follow. Used by the log's writer alone, within its transaction.
 */
final class Appender {
  private static final int MAX_CONSEQUENCE_DEPTH = 8;

  private final RoomPolicy policy;
  private final EventSigner signer;
  private final Signing signing;
  private final LiveRooms rooms;

  Appender(RoomPolicy policy, EventSigner signer, Signing signing, LiveRooms rooms) {
    this.policy = policy;
    this.signer = signer;
    this.signing = signing;
    this.rooms = rooms;
  }

  /** The group that is being put together. */
  static final class Group {
    final Overlay accepted;
    EventDao dao;
    long position;

    Group(Overlay accepted, EventDao dao, long position) {
      this.accepted = accepted;
      this.dao = dao;
      this.position = position;
    }

    /** Goes on in another transaction, whose reading it uses. */
    void in(EventDao another) {
      dao = another;
    }
  }

  /**
   * Accepts a unit into the group, or leaves the group as it was.
   *
   * @return the unit's events, in order
   * @throws Problem the refusal
   */
  List<Event> accept(Group group, Proposal proposal) {
    Overlay unit = new Overlay(group.accepted, group.accepted.now());
    long before = group.position;
    boolean done = false;
    try {
      Event unchanged = null;
      for (Draft draft : proposal.drafts(unit)) {
        Event event = accept(group, unit, draft, 0);
        unchanged = unchanged == null ? event : unchanged;
      }
      for (Draft draft : proposal.then(unit)) {
        accept(group, unit, draft, 0);
      }
      done = true;
      List<Event> events = List.copyOf(unit.events());
      group.accepted.merge(unit);
      return events.isEmpty() && unchanged != null ? List.of(unchanged) : events;
    } finally {
      if (!done) {
        group.position = before;
      }
    }
  }

  private Event accept(Group group, Overlay unit, Draft draft, int depth) {
    Optional<Event> same = unchanged(unit, draft);
    if (same.isPresent()) {
      return same.get();
    }
    RoomVersion version = versionOf(unit, draft);
    AuthRules.StateLookup lookup = (type, key) -> unit.state(draft.room(), type, key);
    ObjectNode pdu = complete(unit, version, draft, lookup);
    EventSigner.Unsigned unsigned = signer.prepare(version, pdu);
    Event proposed =
        new Event(group.position + 1, draft.room(), unsigned.id(), pdu, null)
            .from(new Event.Origin(draft.transaction(), replaced(unit, draft)));
    AuthRules.check(version, proposed, lookup);
    Optional<Event> redacted = redactionTarget(group, unit, version, proposed, lookup);
    policy.check(proposed, unit);
    redacted.ifPresent(target -> policy.checkRedaction(proposed, target, unit));
    EventFormat.checkSize(unsigned.length());
    if (isCreate(draft)) {
      unit.create(new EventDao.RoomRow(proposed.position(), draft.room(), version));
    }
    group.position++;
    unit.add(proposed, signing.sign(unsigned));
    redacted.ifPresent(target -> unit.redact(leftOver(version, target, proposed.id())));
    follow(group, unit, proposed, depth);
    return proposed;
  }

  private void follow(Group group, Overlay unit, Event event, int depth) {
    List<Draft> consequences = policy.consequences(event, unit);
    if (!consequences.isEmpty() && depth >= MAX_CONSEQUENCE_DEPTH) {
      throw new IllegalStateException("Consequences without end, at " + event);
    }
    for (Draft consequence : consequences) {
      accept(group, unit, consequence, depth + 1);
    }
  }

  /** A state event that says what the state says already adds nothing: the old one answers. */
  private static Optional<Event> unchanged(Overlay unit, Draft draft) {
    String key = draft.stateKey();
    if (key == null || draft.type().equals("m.room.create")) {
      return Optional.empty();
    }
    return unit.state(draft.room(), draft.type(), key)
        .filter(
            event ->
                event.sender().equals(draft.sender()) && event.content().equals(draft.content()));
  }

  private static Event.@Nullable Replaced replaced(Overlay unit, Draft draft) {
    String key = draft.stateKey();
    return key == null
        ? null
        : unit.state(draft.room(), draft.type(), key)
            .map(event -> new Event.Replaced(event.id(), event.sender(), event.content()))
            .orElse(null);
  }

  private static boolean isCreate(Draft draft) {
    return draft.type().equals("m.room.create") && "".equals(draft.stateKey());
  }

  private static RoomVersion versionOf(Overlay unit, Draft draft) {
    if (unit.exists(draft.room())) {
      return unit.version(draft.room());
    }
    if (!isCreate(draft)) {
      throw CommittedView.noSuchRoom();
    }
    return RoomVersion.of(draft.content().path("room_version").asText("1"));
  }

  private ObjectNode complete(
      Overlay unit, RoomVersion version, Draft draft, AuthRules.StateLookup lookup) {
    if (draft.type().indexOf('\0') >= 0
        || (draft.stateKey() != null && draft.stateKey().indexOf('\0') >= 0)) {
      throw Problem.invalidParam("An event's type and state key hold no NUL character.");
    }
    Event newest = newest(unit, draft.room());
    return EventFormat.pdu(
        version,
        draft,
        draft.at() == null ? unit.now() : draft.at(),
        newest == null ? List.of() : List.of(newest.id()),
        AuthRules.selectAuthEvents(
            version, draft.type(), draft.stateKey(), draft.sender(), draft.content(), lookup),
        newest == null ? NewRoom.FIRST_DEPTH : newest.pdu().path("depth").asLong() + 1);
  }

  private @Nullable Event newest(Overlay unit, RoomId room) {
    Event event = unit.newest(room);
    if (event != null) {
      return event;
    }
    return rooms.find(room).map(LiveRoom::newest).orElse(null);
  }

  /**
   * The event that a redaction would empty. Matrix lets any redaction into the room and leaves it
   * to the servers whether to apply it; there is one server here, so one that may not be applied is
   * refused.
   */
  private Optional<Event> redactionTarget(
      Group group,
      Overlay unit,
      RoomVersion version,
      Event redaction,
      AuthRules.StateLookup lookup) {
    if (!redaction.type().equals("m.room.redaction")) {
      return Optional.empty();
    }
    EventId id =
        redaction
            .redacts()
            .orElseThrow(() -> Problem.badJson("A redaction names the event that it redacts."));
    Event target =
        unit.find(id)
            .or(() -> rooms.find(redaction.room()).flatMap(room -> room.recent(id)))
            .or(() -> group.dao.byId(id))
            .filter(event -> event.room().equals(redaction.room()))
            .orElseThrow(() -> Problem.notFound("The event to be redacted is not in this room."));
    if (!Redaction.mayRedact(PowerLevels.of(version, lookup), redaction.sender(), target)) {
      throw Problem.forbidden("You may redact your own messages only, not those of others.");
    }
    if (target.type().equals("m.room.create")) {
      throw Problem.forbidden("The event that created the room can not be redacted.");
    }
    return Optional.of(target);
  }

  private static Event leftOver(RoomVersion version, Event target, EventId by) {
    return new Event(
        target.position(), target.room(), target.id(), Redaction.redact(version, target.pdu()), by);
  }
}
