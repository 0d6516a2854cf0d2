package org.caseroom.matrix.sync.sliding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.sync.sliding.RequiredState.Element;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** The state that goes with a room: what is asked for, and the members that its timeline needs. */
final class RoomStates {
  private static final String MEMBER = "m.room.member";

  /** How many member events of a room are remembered as sent. */
  private static final int MEMBERS = 200;

  private final RoomReader reader;

  RoomStates(RoomReader reader) {
    this.reader = reader;
  }

  /**
   * What is to be told.
   *
   * @param sent what the client has of the room; null for nothing
   * @param changed the state that changed since, newest of each; empty for a new room
   * @param timeline the events that are told with it
   * @param limited whether events were left out
   */
  record Ask(
      UserId user,
      RoomId room,
      RoomConfig config,
      @Nullable Sent sent,
      Collection<Event> changed,
      List<Event> timeline,
      boolean limited) {}

  Collection<Event> of(Ask ask) {
    Map<EventId, Event> told = new LinkedHashMap<>();
    RequiredState wanted = ask.config().state();
    Sent sent = ask.sent();
    if (sent == null) {
      present(ask, wanted).forEach(event -> told.put(event.id(), event));
    } else {
      for (Event event : ask.changed()) {
        if (wanted.wants(event, ask.user()) || (followsMembers(ask) && isMember(event))) {
          told.put(event.id(), event);
        }
      }
      if (!sent.config().state().covers(wanted)) {
        present(ask, wanted).stream()
            .filter(event -> !sent.config().state().wants(event, ask.user()))
            .forEach(event -> told.put(event.id(), event));
      }
    }
    if (wanted.lazyMembers()) {
      addCalledFor(ask, told);
    }
    return told.values();
  }

  /** Without a gap, each change is told, so that a list of members stays whole. */
  private static boolean followsMembers(Ask ask) {
    return ask.config().state().lazyMembers() && !ask.limited();
  }

  private static boolean isMember(Event event) {
    return event.type().equals(MEMBER);
  }

  private void addCalledFor(Ask ask, Map<EventId, Event> told) {
    Set<String> users = new LinkedHashSet<>();
    for (Event event : ask.timeline()) {
      users.add(event.sender().value());
      String key = event.stateKey();
      if (key != null && isMember(event)) {
        users.add(key);
      }
    }
    Map<UserId, EventId> known = ask.sent() == null ? Map.of() : ask.sent().members();
    for (String user : users) {
      if (UserId.isValid(user)) {
        reader
            .state(ask.user(), ask.room(), MEMBER, user)
            .filter(event -> !event.id().equals(known.get(UserId.of(user))))
            .ifPresent(event -> told.put(event.id(), event));
      }
    }
  }

  /** What is in force of the state that is wanted. */
  private Collection<Event> present(Ask ask, RequiredState wanted) {
    boolean all = wanted.include().stream().anyMatch(it -> it.type().equals(RequiredState.ANY));
    if (all) {
      return reader.state(ask.user(), ask.room()).stream()
          .filter(event -> wanted.wants(event, ask.user()))
          .toList();
    }
    List<Event> found = new ArrayList<>();
    for (Element element : wanted.include()) {
      if (element.key().equals(RequiredState.ANY)) {
        found.addAll(reader.state(ask.user(), ask.room(), element.type()));
      } else {
        String key = element.key().equals("$ME") ? ask.user().value() : element.key();
        reader.state(ask.user(), ask.room(), element.type(), key).ifPresent(found::add);
      }
    }
    found.removeIf(event -> !wanted.wants(event, ask.user()));
    return found;
  }

  /** The member events that the client has after an answer: the latest of them. */
  static Map<UserId, EventId> members(@Nullable Sent sent, Collection<Event> told) {
    Map<UserId, EventId> before = sent == null ? Map.of() : sent.members();
    Map<UserId, EventId> members = null;
    for (Event event : told) {
      String key = event.stateKey();
      if (key != null && isMember(event) && UserId.isValid(key)) {
        members = members == null ? new LinkedHashMap<>(before) : members;
        members.remove(UserId.of(key));
        members.put(UserId.of(key), event.id());
      }
    }
    if (members == null) {
      return before;
    }
    var eldest = members.keySet().iterator();
    while (members.size() > MEMBERS && eldest.hasNext()) {
      eldest.next();
      eldest.remove();
    }
    return members;
  }
}
