package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * A case in a view: finds the rooms that belong together and reads their state. A look at one
 * moment, cheap to make; keep none.
 */
public final class CaseFile {
  /** In {@code m.space.child}: which kind of room the child is. */
  public static final String KIND = "org.caseroom.kind";

  /** In a head that was written again: when the case was opened. */
  public static final String OPENED = "opened";

  private final RoomView view;
  private final RoomId space;
  private final Event head;
  private final ObjectNode content;

  private CaseFile(RoomView view, RoomId space, Event head, ObjectNode content) {
    this.view = view;
    this.space = space;
    this.head = head;
    this.content = content;
  }

  /** The case that a room belongs to, when it belongs to one: its space, or a room under it. */
  public static Optional<CaseFile> of(RoomView view, RoomId room) {
    RoomId space =
        view.state(room, CaseEvents.ROOM, "")
            .flatMap(event -> event.text("case"))
            .map(RoomId::of)
            .orElse(room);
    return view.state(space, CaseEvents.CASE, "")
        .map(head -> new CaseFile(view, space, head, head.content()));
  }

  /** What a room is for, when it is one of casework's. */
  public static Optional<RoomKind> kind(RoomView view, RoomId room) {
    Optional<Event> linked = view.state(room, CaseEvents.ROOM, "");
    if (linked.isPresent()) {
      return linked.get().text("kind").map(RoomKind::of);
    }
    if (view.state(room, CaseEvents.CASE, "").isPresent()) {
      return Optional.of(RoomKind.CASE);
    }
    if (view.state(room, CaseEvents.HUB, "").isPresent()) {
      return Optional.of(RoomKind.HUB);
    }
    return view.state(room, CaseEvents.REGISTER, "").isPresent()
        ? Optional.of(RoomKind.REGISTER)
        : Optional.empty();
  }

  /** The rooms of a kind that somebody is in or is invited to. */
  public static List<RoomId> rooms(RoomView view, UserId user, RoomKind kind) {
    String type =
        switch (kind) {
          case CASE -> CaseEvents.CASE;
          case HUB -> CaseEvents.HUB;
          case REGISTER -> CaseEvents.REGISTER;
          default -> CaseEvents.ROOM;
        };
    return view.stateAround(user, type, "").stream()
        .filter(
            event ->
                !type.equals(CaseEvents.ROOM)
                    || event.text("kind").filter(kind.word()::equals).isPresent())
        .map(Event::room)
        .toList();
  }

  /** The view that it looks at. */
  public RoomView view() {
    return view;
  }

  /** The case's space. */
  public RoomId space() {
    return space;
  }

  /** The case's head: its newest version, since address and agency may change. */
  public Event head() {
    return head;
  }

  /** The content of the head: read only. */
  public ObjectNode content() {
    return content;
  }

  /** The same case with a head that is about to be written. */
  public CaseFile withContent(ObjectNode newHead) {
    return new CaseFile(view, space, head, newHead);
  }

  /** When the case was opened. */
  public Instant opened() {
    return content.has(OPENED) ? Instant.ofEpochMilli(content.path(OPENED).asLong()) : head.time();
  }

  /** The reference, such as {@code REF-1}. */
  public String reference() {
    return field("reference");
  }

  /** The child's given name. */
  public String child() {
    return field("child");
  }

  /** The responsible agency's id. */
  public String agency() {
    return field("agency");
  }

  /** The hub's id. */
  public String hub() {
    return field("hub");
  }

  /** The procedure's id. */
  public String procedure() {
    return field("procedure");
  }

  /**
   * The version of the procedure that the case follows: the one that it opened under, unless a
   * decision moved it. Empty for a case from before versions were kept, which follows the newest.
   */
  public Optional<String> procedureVersion() {
    return state(CaseEvents.PROCEDURE, "")
        .flatMap(moved -> moved.text("version"))
        .or(() -> head.text("procedure_version"));
  }

  /** The register's room, where the case's head names it. */
  public Optional<RoomId> register() {
    return head.text("register").map(RoomId::of);
  }

  /** The child's surname, where the referral told it. */
  public Optional<String> surname() {
    return Optional.of(field("surname")).filter(name -> !name.isBlank());
  }

  /** The stage's id. */
  public String stage() {
    return state(CaseEvents.STAGE, "").flatMap(event -> event.text("stage")).orElse("");
  }

  /** The room of a kind, where it has been opened. */
  public Optional<RoomId> room(RoomKind kind) {
    return kind == RoomKind.CASE ? Optional.of(space) : Optional.ofNullable(rooms().get(kind));
  }

  /**
   * The room of a kind.
   *
   * @throws Problem 409 when it is not open yet
   */
  public RoomId requireRoom(RoomKind kind) {
    return room(kind)
        .orElseThrow(
            () ->
                Problem.of(
                    409,
                    "ORG.CASEROOM_NO_ROOM",
                    "This case has no room '" + kind.title() + "' yet: it is opened first."));
  }

  /** The rooms under the space, by kind. */
  public Map<RoomKind, RoomId> rooms() {
    Map<RoomKind, RoomId> rooms = new EnumMap<>(RoomKind.class);
    for (Event child : view.state(space, "m.space.child")) {
      JsonNode kind = child.content().path(KIND);
      if (kind.isTextual() && child.stateKey() != null) {
        rooms.put(RoomKind.of(kind.textValue()), RoomId.of(child.stateKey()));
      }
    }
    return rooms;
  }

  /** A state event of the space. */
  public Optional<Event> state(String type, String key) {
    return view.state(space, type, key);
  }

  /** The state events of a type in the space. */
  public Collection<Event> state(String type) {
    return view.state(space, type);
  }

  /** A state event of one of the rooms; empty when that room is not open. */
  public Optional<Event> state(RoomKind kind, String type, String key) {
    return room(kind).flatMap(room -> view.state(room, type, key));
  }

  /** The state events of a type in one of the rooms; none when that room is not open. */
  public Collection<Event> state(RoomKind kind, String type) {
    return room(kind).map(room -> view.state(room, type)).orElse(List.of());
  }

  /** The clocks, as their state holds them. */
  public List<ClockState> clocks() {
    List<ClockState> clocks = new ArrayList<>();
    for (Event event : state(CaseEvents.CLOCK)) {
      clocks.add(ClockContent.read(event));
    }
    return clocks;
  }

  private String field(String name) {
    return content.path(name).asText();
  }
}
