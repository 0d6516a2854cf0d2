package org.caseroom.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.ops.Caseroom;
import org.caseroom.ops.Settings;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.RoomVersion;

/**
 * The people, rooms and messages that the measurements need: made before the service is started.
 */
final class World {
  /** How many people wait in the hall. */
  static final int PEOPLE = 100;

  /** How many people write at most. */
  static final int WRITERS = 64;

  /** How many rooms the busy person is in. */
  static final int BUSY_ROOMS = 200;

  private static final int ROOM_SIZE = 8;
  private static final int BUSY_MESSAGES = 20;
  private static final int UNIT = 250;

  private final Caseroom caseroom;
  private final ServerName server = Settings.DEFAULT.server().name();
  private final InstantSource clock = InstantSource.system();

  /** People of the hall: each with a device of their own for every held connection. */
  final List<List<String>> hallTokens = new ArrayList<>();

  /** People who write, in rooms of eight. */
  final List<String> writerTokens = new ArrayList<>();

  /** The room of each writer. */
  final List<RoomId> writerRooms = new ArrayList<>();

  /** The room that everyone of the hall is in. */
  final RoomId hall;

  /** A room with a hundred messages. */
  final RoomId shortRoom;

  /** A room with many. */
  final RoomId longRoom;

  /** The person who wrote those. */
  final String historian;

  /** The person in two hundred rooms. */
  final String busy;

  private World(Caseroom caseroom, Size size) {
    this.caseroom = caseroom;
    List<UserId> people = people("hall", PEOPLE);
    List<UserId> writers = people("writer", WRITERS);
    hall = room(people);
    int devices = Math.max(1, (size.held() + PEOPLE - 1) / PEOPLE);
    people.parallelStream()
        .map(person -> IntStream.range(0, devices).mapToObj(i -> token(person)).toList())
        .forEachOrdered(hallTokens::add);
    for (int i = 0; i < WRITERS; i += ROOM_SIZE) {
      RoomId room = room(writers.subList(i, i + ROOM_SIZE));
      for (UserId writer : writers.subList(i, i + ROOM_SIZE)) {
        writerTokens.add(token(writer));
        writerRooms.add(room);
      }
    }
    historian = token(writers.get(0));
    shortRoom = room(writers.subList(0, ROOM_SIZE));
    longRoom = room(writers.subList(0, ROOM_SIZE));
    messages(shortRoom, writers.get(0), 100);
    messages(longRoom, writers.get(0), size.history());
    UserId busyPerson = people("busy", 1).get(0);
    busy = token(busyPerson);
    for (int i = 0; i < BUSY_ROOMS; i++) {
      List<UserId> members = new ArrayList<>(List.of(busyPerson));
      members.addAll(people.subList(i % 90, i % 90 + ROOM_SIZE));
      messages(room(members), busyPerson, BUSY_MESSAGES);
    }
  }

  /**
   * How much there is.
   *
   * @param held the most connections that are held at once
   * @param history the messages of the long room
   */
  record Size(int held, int history) {}

  /** Fills a data folder. */
  static World make(Path data, Size size) {
    Settings settings = Settings.DEFAULT.withData(data).listeningOn("127.0.0.1", 0).withDemo(false);
    try (Caseroom caseroom = Caseroom.start(settings)) {
      return new World(caseroom, size);
    }
  }

  private List<UserId> people(String name, int count) {
    List<UserId> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(
          caseroom
              .identity()
              .accounts()
              .create(
                  new Accounts.NewAccount(
                      name + i, name + " " + i, Set.of(Role.ADOPTER), null, null, null),
                  null)
              .id());
    }
    return people;
  }

  private String token(UserId user) {
    return caseroom.identity().sessions().issue(user, null, "bench").token().reveal();
  }

  private RoomId room(List<UserId> members) {
    UserId creator = members.get(0);
    Instant now = clock.instant();
    NewRoom room = NewRoom.prepare(RoomVersion.DEFAULT, creator, Json.object(), now, server);
    List<Draft> drafts = new ArrayList<>();
    drafts.add(room.create());
    drafts.add(join(room.id(), creator));
    ObjectNode levels = Json.object();
    levels.putObject("users").put(creator.value(), 100);
    drafts.add(Draft.state(room.id(), creator, "m.room.power_levels", "", levels));
    drafts.add(
        Draft.state(
            room.id(), creator, "m.room.join_rules", "", Json.object().put("join_rule", "public")));
    drafts.add(
        Draft.state(room.id(), creator, "m.room.name", "", Json.object().put("name", "A room")));
    members.stream().skip(1).forEach(member -> drafts.add(join(room.id(), member)));
    append(drafts);
    return room.id();
  }

  private static Draft join(RoomId room, UserId user) {
    return Draft.state(
        room,
        user,
        "m.room.member",
        user.value(),
        Json.object().put("membership", "join").put("displayname", user.localpart()));
  }

  private void messages(RoomId room, UserId sender, int count) {
    List<Draft> unit = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      unit.add(Draft.message(room, sender, "m.room.message", content("message " + i)));
      if (unit.size() == UNIT) {
        append(unit);
        unit = new ArrayList<>();
      }
    }
    append(unit);
  }

  private void append(List<Draft> drafts) {
    if (!drafts.isEmpty()) {
      caseroom.rooms().log().appendNow(drafts.toArray(Draft[]::new));
    }
  }

  /** The content of an ordinary message that begins with this text. */
  static ObjectNode content(String start) {
    return Json.object()
        .put("msgtype", "m.text")
        .put(
            "body",
            start
                + " and then something about how the week at school has been, which is about as"
                + " long as people's messages are.");
  }
}
