package org.caseroom.matrix.appservice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Aliases;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/**
 * What one application service is told of (Application Service API, "Registration"): what is
 * addressed to a user of its own, what a user of its own reads as a member, and what happens in
 * rooms that it names by id or alias, where the house lets them be watched. Used by one thread.
 */
final class Interest {
  private static final int ROOMS_KEPT = 5_000;

  private final Registration service;
  private final ServiceUsers users;
  private final RoomReader reader;
  private final RoomView view;
  private final Aliases aliases;
  private final Map<RoomId, List<UserId>> members = new Newest<>();
  private final Map<RoomId, Boolean> named = new Newest<>();

  /** The rooms asked for last. */
  private static final class Newest<V> extends LinkedHashMap<RoomId, V> {
    private static final long serialVersionUID = 1L;

    Newest() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<RoomId, V> eldest) {
      return size() > ROOMS_KEPT;
    }
  }

  Interest(
      Registration service, ServiceUsers users, RoomReader reader, RoomView view, Aliases aliases) {
    this.service = service;
    this.users = users;
    this.reader = reader;
    this.view = view;
    this.aliases = aliases;
  }

  /** Lets go of what is known of a room's names: they have changed. */
  void aliasesChanged(RoomId room) {
    synchronized (named) {
      named.remove(room);
    }
  }

  /** The user of the service as whom it sees an event; empty when it is not told of it. */
  Optional<UserId> sees(Event event) {
    String key = event.stateKey();
    if (event.type().equals("m.room.member") && key != null && UserId.isValid(key)) {
      UserId target = UserId.of(key);
      if (users.owns(service, target)) {
        members.remove(event.room());
        return Optional.of(target);
      }
    }
    for (UserId user : known(event.room())) {
      if (isMember(user, event) && reader.maySee(user, event)) {
        reader.rights().note(user, event.room());
        return Optional.of(user);
      }
    }
    return isNamed(event.room()) ? Optional.of(service.sender()) : Optional.empty();
  }

  private boolean isMember(UserId user, Event event) {
    return reader
        .membershipAt(user, event.room(), event.position())
        .flatMap(member -> member.text("membership"))
        .filter("join"::equals)
        .isPresent();
  }

  /** The service's users of whom the room has heard, members before others. */
  private List<UserId> known(RoomId room) {
    return members.computeIfAbsent(
        room,
        id ->
            users.of(service).stream()
                .filter(user -> view.state(id, "m.room.member", user.value()).isPresent())
                .sorted(
                    java.util.Comparator.comparing(
                            (UserId user) -> view.membership(id, user) != Membership.JOIN)
                        .thenComparing(user -> !user.equals(service.sender()))
                        .thenComparing(user -> user))
                .toList());
  }

  /** The service's users who are in a room now and may read it. */
  List<UserId> readers(RoomId room) {
    return known(room).stream()
        .filter(user -> view.membership(room, user) == Membership.JOIN)
        .filter(user -> reader.rights().mayRead(user, room))
        .toList();
  }

  /**
   * A user of the service through whom it knows somebody: themselves, or one in a room with them.
   */
  Optional<UserId> companion(UserId person) {
    if (users.owns(service, person)) {
      return Optional.of(person);
    }
    for (RoomId room : view.rooms(person, Membership.JOIN)) {
      List<UserId> readers = readers(room);
      if (!readers.isEmpty()) {
        return Optional.of(readers.get(0));
      }
    }
    return Optional.empty();
  }

  /** Whether the service is told of what passes in a room beside the log. */
  boolean follows(RoomId room) {
    return !readers(room).isEmpty() || isNamed(room);
  }

  private boolean isNamed(RoomId room) {
    if (service.namespaces().rooms().isEmpty() && service.namespaces().aliases().isEmpty()) {
      return false;
    }
    boolean covered =
        service.covers(room) || (!service.namespaces().aliases().isEmpty() && hasAlias(room));
    return covered && reader.rights().mayBeWatched(room);
  }

  private boolean hasAlias(RoomId room) {
    synchronized (named) {
      Boolean known = named.get(room);
      if (known != null) {
        return known;
      }
    }
    boolean has = aliases.of(room).stream().anyMatch(service::covers);
    synchronized (named) {
      named.put(room, has);
    }
    return has;
  }
}
