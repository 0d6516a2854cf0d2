package org.caseroom.matrix.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** Who is there (client-server API, "Presence"), by what their devices say and by the clock. */
public final class Presence implements PresenceSource, AutoCloseable {
  /** How long after its last request's end a device that syncs may take to ask again. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** How long it holds what somebody says who does not sync. */
  private static final Duration SAID = Person.IDLE_AFTER;

  /** How often what changed is written. */
  private static final long WRITTEN_EVERY_MS = Duration.ofSeconds(10).toMillis();

  /** So few rooms are sooner asked one by one than a list is made of another's. */
  private static final int FEW_ROOMS = 16;

  /** Stands for whatever devices there were before a restart. */
  private static final DeviceId BEFORE = DeviceId.of("before-the-restart");

  private final Database database;
  private final RoomView view;
  private final BiPredicate<UserId, RoomId> unseen;
  private final InstantSource clock;
  private final List<Consumer<Set<UserId>>> subscribers = new CopyOnWriteArrayList<>();
  private final Map<UserId, Person> people = new ConcurrentHashMap<>();

  /** Those whom time can change. */
  private final Set<Person> present = ConcurrentHashMap.newKeySet();

  // Guarded by this, all below: changes by their count, and what is not told or written yet.
  private final TreeMap<Long, Person> byChange = new TreeMap<>();
  private final Map<Person, Long> changes = new HashMap<>();
  private Set<UserId> untold = new LinkedHashSet<>();
  private Set<Person> unwritten = new LinkedHashSet<>();
  private long position;
  private long writtenMs;

  /**
   * Starts where the last one stopped: who was there then has some time to come back.
   *
   * @param view who shares a room with whom
   * @param unseen whether the others in a room are not to learn that somebody is in it
   */
  public Presence(
      Database database, RoomView view, BiPredicate<UserId, RoomId> unseen, InstantSource clock) {
    this.database = database;
    this.view = view;
    this.unseen = unseen;
    this.clock = clock;
    long now = clock.millis();
    this.position = now;
    this.writtenMs = now;
    for (PresenceDao.Row row : database.read(tx -> new PresenceDao(tx).all())) {
      Person person = new Person(row);
      people.put(row.user(), person);
      if (row.state() != State.OFFLINE) {
        person.says(BEFORE, row.state(), now, now + 2 * GRACE.toMillis());
        present.add(person);
        changed(person);
      }
    }
    untold.clear();
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public void subscribe(Consumer<Set<UserId>> subscriber) {
    subscribers.add(subscriber);
  }

  @Override
  public void syncing(Caller caller, String state, Duration patience) {
    State wished = State.of(state);
    if (wished != State.OFFLINE) {
      long now = clock.millis();
      long until = now + patience.plus(GRACE).toMillis();
      Person person = person(caller.user());
      note(person, person.says(caller.device(), wished, now, until));
    }
  }

  /** A user says what they are, in so many words; null takes their words away. */
  void says(Caller caller, State state, @Nullable String words) {
    long now = clock.millis();
    Person person = person(caller.user());
    note(person, person.says(caller.device(), state, words, now, now + SAID.toMillis()));
  }

  /** Notes what was sent: whoever sends is there. */
  public void onEvents(List<Event> events) {
    for (Event event : events) {
      Person person = people.get(event.sender());
      if (person != null && person.shown() != State.OFFLINE) {
        event
            .transaction()
            .ifPresent(sent -> note(person, person.acts(sent.device(), clock.millis())));
      }
    }
  }

  /** Notes that a device has signed out. */
  public void onSessionEnd(Sessions.Session session) {
    Person person = people.get(session.user());
    if (person != null) {
      note(person, person.leaves(session.device(), clock.millis()));
    }
  }

  /** What a user's presence is at the moment. */
  ObjectNode of(UserId user) {
    Person person = people.get(user);
    return (person == null ? new Person(user) : person).content(clock.millis());
  }

  private Person person(UserId user) {
    return people.computeIfAbsent(user, Person::new);
  }

  private void note(Person person, boolean different) {
    present.add(person);
    if (different) {
      changed(person);
    }
  }

  private synchronized void changed(Person person) {
    Long before = changes.put(person, ++position);
    if (before != null) {
      byChange.remove(before);
    }
    byChange.put(position, person);
    untold.add(person.user());
    unwritten.add(person);
  }

  @Override
  public List<ObjectNode> events(UserId reader, long after, long upTo, Set<UserId> met) {
    Set<Person> told = new LinkedHashSet<>();
    if (after == 0) {
      people.values().stream()
          .filter(person -> person.shown() != State.OFFLINE || person.user().equals(reader))
          .forEach(told::add);
    } else {
      synchronized (this) {
        told.addAll(byChange.subMap(after, false, Math.max(after, upTo), true).values());
      }
      for (UserId user : met) {
        Person person = people.get(user);
        if (person != null) {
          told.add(person);
        }
      }
    }
    List<ObjectNode> events = new ArrayList<>();
    long now = clock.millis();
    Set<RoomId> rooms = view.rooms(reader, Membership.JOIN);
    for (Person person : told) {
      if (meet(reader, rooms, person.user())) {
        ObjectNode event = Json.object().put("type", "m.presence");
        event.put("sender", person.user().value()).set("content", person.content(now));
        events.add(event);
      }
    }
    return events;
  }

  /** Whether two are in one room: asked of whoever is in fewer. */
  private boolean meet(UserId reader, Set<RoomId> rooms, UserId other) {
    if (reader.equals(other)) {
      return true;
    }
    if (rooms.size() <= FEW_ROOMS) {
      return rooms.stream()
          .anyMatch(
              room -> view.membership(room, other) == Membership.JOIN && !unseen.test(other, room));
    }
    Set<RoomId> others = view.rooms(other, Membership.JOIN);
    Set<RoomId> fewer = others.size() < rooms.size() ? others : rooms;
    Set<RoomId> more = fewer == rooms ? others : rooms;
    return fewer.stream().anyMatch(room -> more.contains(room) && !unseen.test(other, room));
  }

  // The set is a concurrent one: it may change while it is walked.
  @SuppressWarnings("ModifyCollectionInEnhancedForLoop")
  @Override
  public void tick() {
    long now = clock.millis();
    for (Person person : present) {
      if (person.expire(now)) {
        changed(person);
      }
      if (person.isGone()) {
        present.remove(person);
        if (!person.isGone()) {
          // It came back in between.
          present.add(person);
        }
      }
    }
    Set<UserId> news;
    Set<Person> written = Set.of();
    synchronized (this) {
      news = untold;
      untold = new LinkedHashSet<>();
      if (!unwritten.isEmpty() && Math.abs(now - writtenMs) >= WRITTEN_EVERY_MS) {
        written = unwritten;
        unwritten = new LinkedHashSet<>();
        writtenMs = now;
      }
    }
    if (!news.isEmpty()) {
      subscribers.forEach(subscriber -> subscriber.accept(news));
    }
    write(written);
  }

  private void write(Set<Person> changed) {
    if (!changed.isEmpty()) {
      List<PresenceDao.Row> rows = changed.stream().map(Person::row).toList();
      database.writing(
          tx -> {
            PresenceDao dao = new PresenceDao(tx);
            rows.forEach(dao::put);
          });
    }
  }

  /** Writes what is not written yet. */
  @Override
  public void close() {
    Set<Person> last;
    synchronized (this) {
      last = unwritten;
      unwritten = new LinkedHashSet<>();
    }
    write(last);
  }
}
