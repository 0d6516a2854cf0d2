package org.caseroom.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.ops.Caseroom;
import org.caseroom.ops.Settings;

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

  /** How many people are in an ordinary room. */
  static final int ROOM_SIZE = 8;

  private static final int BUSY_MESSAGES = 20;

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

  /** What is large. */
  final Crowd crowd;

  private World(Caseroom caseroom, Size size) {
    Maker maker = new Maker(caseroom);
    List<UserId> people = maker.people("hall", PEOPLE);
    List<UserId> writers = maker.people("writer", WRITERS);
    hall = maker.room(people);
    int devices = Math.max(1, (size.held() + PEOPLE - 1) / PEOPLE);
    people.parallelStream()
        .map(person -> IntStream.range(0, devices).mapToObj(i -> maker.token(person)).toList())
        .forEachOrdered(hallTokens::add);
    for (int i = 0; i < WRITERS; i += ROOM_SIZE) {
      RoomId room = maker.room(writers.subList(i, i + ROOM_SIZE));
      for (UserId writer : writers.subList(i, i + ROOM_SIZE)) {
        writerTokens.add(maker.token(writer));
        writerRooms.add(room);
      }
    }
    historian = maker.token(writers.get(0));
    shortRoom = maker.room(writers.subList(0, ROOM_SIZE));
    longRoom = maker.room(writers.subList(0, ROOM_SIZE));
    maker.messages(shortRoom, writers.get(0), 100);
    maker.messages(longRoom, writers.get(0), size.history());
    UserId busyPerson = maker.people("busy", 1).get(0);
    busy = maker.token(busyPerson);
    for (int i = 0; i < BUSY_ROOMS; i++) {
      List<UserId> members = new ArrayList<>(List.of(busyPerson));
      members.addAll(people.subList(i % 90, i % 90 + ROOM_SIZE));
      maker.messages(maker.room(members), busyPerson, BUSY_MESSAGES);
    }
    crowd = new Crowd(maker, people, size.crowd());
  }

  /**
   * How much there is.
   *
   * @param held the most connections that are held at once
   * @param history the messages of the long room
   * @param crowd what is large
   */
  record Size(int held, int history, Crowd.Size crowd) {}

  /** Fills a data folder. */
  static World make(Path data, Size size) {
    Settings settings = Settings.DEFAULT.withData(data).listeningOn("127.0.0.1", 0).withDemo(false);
    try (Caseroom caseroom = Caseroom.start(settings)) {
      return new World(caseroom, size);
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
