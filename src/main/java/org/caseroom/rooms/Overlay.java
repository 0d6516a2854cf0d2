package org.caseroom.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Events that are accepted but not committed, on top of a view below: a unit's on its group's, the
 * group's on what is committed. A refused unit's overlay is dropped and nothing is left of it.
 */
final class Overlay implements RoomView {
  private RoomView below;
  private Instant now;
  private final List<Event> events = new ArrayList<>();
  private final Map<EventId, Event> byId = new HashMap<>();
  private final Map<EventId, Signing.Text> texts = new HashMap<>();
  private final Map<RoomId, EventDao.RoomRow> created = new LinkedHashMap<>();
  private final Map<RoomId, Map<StateKey, Event>> state = new HashMap<>();
  private final Map<RoomId, Event> newest = new HashMap<>();
  private final Map<EventId, Event> redacted = new LinkedHashMap<>();
  private final Set<Event> replacing = new HashSet<>();

  Overlay(RoomView below, Instant now) {
    this.below = below;
    this.now = now;
  }

  void add(Event event, Signing.Text text) {
    texts.put(event.id(), text);
    add(event);
  }

  /** Adds an event that is stored already. */
  void add(Event event) {
    events.add(event);
    byId.put(event.id(), event);
    newest.put(event.room(), event);
    String key = event.stateKey();
    if (key != null) {
      if (state(event.room(), event.type(), key).isPresent()) {
        replacing.add(event);
      }
      state
          .computeIfAbsent(event.room(), room -> new HashMap<>())
          .put(new StateKey(event.type(), key), event);
    }
  }

  /** Goes on with what is accepted at a later time. */
  void at(Instant later) {
    now = later;
  }

  /** Lies on another view, which has what the one below had. */
  void on(RoomView committed) {
    below = committed;
  }

  void create(EventDao.RoomRow row) {
    created.put(row.id(), row);
  }

  void redact(Event leftOver) {
    redacted.put(leftOver.id(), leftOver);
    events.replaceAll(event -> event.equals(leftOver) ? leftOver : event);
    byId.replace(leftOver.id(), leftOver);
    newest.computeIfPresent(
        leftOver.room(), (room, event) -> event.equals(leftOver) ? leftOver : event);
    String key = leftOver.stateKey();
    if (key != null
        && state(leftOver.room(), leftOver.type(), key).filter(leftOver::equals).isPresent()) {
      state
          .computeIfAbsent(leftOver.room(), room -> new HashMap<>())
          .put(new StateKey(leftOver.type(), key), leftOver);
    }
  }

  /** Takes in a unit that was accepted. */
  void merge(Overlay unit) {
    created.putAll(unit.created);
    events.addAll(unit.events);
    byId.putAll(unit.byId);
    texts.putAll(unit.texts);
    newest.putAll(unit.newest);
    replacing.addAll(unit.replacing);
    unit.state.forEach(
        (room, changed) -> state.computeIfAbsent(room, key -> new HashMap<>()).putAll(changed));
    unit.redacted.values().forEach(this::redact);
  }

  List<Event> events() {
    return events;
  }

  /** An event of this group as canonical JSON, signed. */
  String text(Event event) {
    return Objects.requireNonNull(texts.get(event.id())).get();
  }

  /** Lets the events go and keeps the state: for a replay of more than memory holds. */
  void forgetEvents() {
    events.clear();
    byId.clear();
    texts.clear();
    replacing.clear();
    redacted.clear();
    created.clear();
  }

  Map<RoomId, EventDao.RoomRow> created() {
    return created;
  }

  Collection<Event> redacted() {
    return redacted.values();
  }

  Set<Event> replacing() {
    return replacing;
  }

  @Nullable Event newest(RoomId room) {
    Event event = newest.get(room);
    return event == null && below instanceof Overlay overlay ? overlay.newest(room) : event;
  }

  /** An event of this group, by id. */
  Optional<Event> find(EventId id) {
    Event event = byId.get(id);
    if (event != null) {
      return Optional.of(event);
    }
    return below instanceof Overlay overlay ? overlay.find(id) : Optional.empty();
  }

  EventDao.@Nullable RoomRow createdRow(RoomId room) {
    EventDao.RoomRow row = created.get(room);
    return row == null && below instanceof Overlay overlay ? overlay.createdRow(room) : row;
  }

  @Override
  public boolean exists(RoomId room) {
    return created.containsKey(room) || below.exists(room);
  }

  @Override
  public RoomVersion version(RoomId room) {
    EventDao.RoomRow row = created.get(room);
    return row == null ? below.version(room) : row.version();
  }

  @Override
  public Optional<Event> state(RoomId room, String type, String stateKey) {
    Map<StateKey, Event> changed = state.get(room);
    Event event = changed == null ? null : changed.get(new StateKey(type, stateKey));
    if (event == null && !created.containsKey(room)) {
      return below.state(room, type, stateKey);
    }
    return Optional.ofNullable(event);
  }

  @Override
  public Collection<Event> state(RoomId room, String type) {
    Map<StateKey, Event> changed = state.get(room);
    if (changed == null) {
      return below.state(room, type);
    }
    Map<String, Event> merged = new LinkedHashMap<>();
    if (!created.containsKey(room)) {
      below.state(room, type).forEach(event -> merged.put(String.valueOf(event.stateKey()), event));
    }
    changed.forEach(
        (key, event) -> {
          if (key.type().equals(type)) {
            merged.put(key.key(), event);
          }
        });
    return merged.values();
  }

  @Override
  public Collection<Event> state(RoomId room) {
    Map<StateKey, Event> changed = state.get(room);
    if (changed == null) {
      return below.state(room);
    }
    Map<StateKey, Event> merged = new LinkedHashMap<>();
    for (Event event : below.state(room)) {
      merged.put(new StateKey(event.type(), String.valueOf(event.stateKey())), event);
    }
    merged.putAll(changed);
    return merged.values();
  }

  @Override
  public Collection<Event> stateAround(UserId user, String type, String stateKey) {
    Map<RoomId, Event> around = new LinkedHashMap<>();
    below.stateAround(user, type, stateKey).forEach(event -> around.put(event.room(), event));
    for (RoomId room : state.keySet()) {
      around.remove(room);
      Membership membership = membership(room, user);
      if (membership == Membership.JOIN || membership == Membership.INVITE) {
        state(room, type, stateKey).ifPresent(event -> around.put(room, event));
      }
    }
    return around.values();
  }

  @Override
  public Membership membership(RoomId room, UserId user) {
    Event event = memberEvent(room, user);
    return event == null ? below.membership(room, user) : Members.of(event);
  }

  private @Nullable Event memberEvent(RoomId room, UserId user) {
    Map<StateKey, Event> changed = state.get(room);
    return changed == null ? null : changed.get(new StateKey("m.room.member", user.value()));
  }

  @Override
  public Set<RoomId> rooms(UserId user, Membership membership) {
    Set<RoomId> rooms = new HashSet<>(below.rooms(user, membership));
    for (RoomId room : state.keySet()) {
      Event event = memberEvent(room, user);
      if (event != null) {
        if (Members.of(event) == membership) {
          rooms.add(room);
        } else {
          rooms.remove(room);
        }
      }
    }
    return rooms;
  }

  @Override
  public Set<UserId> members(RoomId room, Membership membership) {
    Set<UserId> users = new HashSet<>(below.members(room, membership));
    state
        .getOrDefault(room, Map.of())
        .forEach(
            (key, event) -> {
              if (key.type().equals("m.room.member") && UserId.isValid(key.key())) {
                UserId user = UserId.of(key.key());
                if (Members.of(event) == membership) {
                  users.add(user);
                } else {
                  users.remove(user);
                }
              }
            });
    return users;
  }

  @Override
  public Optional<Event> event(RoomId room, EventId id) {
    Event event = byId.get(id);
    if (event != null && event.room().equals(room)) {
      return Optional.of(event);
    }
    return below.event(room, id).map(found -> redacted.getOrDefault(id, found));
  }

  @Override
  public List<Event> newest(RoomId room, int count) {
    return below.newest(room, count);
  }

  @Override
  public Instant now() {
    return now;
  }
}
