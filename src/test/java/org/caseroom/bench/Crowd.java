package org.caseroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;

/** What is large: a room with very many members, a person in very many rooms, many devices. */
final class Crowd {
  /** How many rooms a person of a small team is in. */
  static final int FEW_ROOMS = 22;

  /** How many come into the square. */
  static final int VISITORS = 40;

  private static final int MESSAGES = 20;

  /** How many members the square has. */
  final int members;

  /** How many rooms the traveller is in. */
  final int rooms;

  /** A room with very many members. */
  final RoomId square;

  /** Some of them, who wait for news. */
  final List<String> waiting = new ArrayList<>();

  /** People who are not in the square yet. */
  final List<String> visitors = new ArrayList<>();

  /** The person in very many rooms. */
  final String traveller;

  /** The person in few. */
  final String neighbour;

  /** The person with many devices. */
  final UserId collector;

  /** Those devices' tokens. */
  final List<String> devices = new ArrayList<>();

  /**
   * How much there is.
   *
   * @param members of the square
   * @param waiting how many of them wait
   * @param rooms of the traveller
   * @param devices of the collector
   */
  record Size(int members, int waiting, int rooms, int devices) {}

  Crowd(Maker maker, List<UserId> others, Size size) {
    members = size.members();
    rooms = size.rooms();
    List<UserId> people = maker.people("crowd", size.members());
    square = maker.room(people);
    maker.messages(square, people.get(0), MESSAGES);
    waiting.addAll(tokens(maker, people.subList(0, size.waiting())));
    visitors.addAll(tokens(maker, maker.people("visitor", VISITORS)));
    List<UserId> travellers = maker.people("traveller", 2);
    traveller = maker.token(travellers.get(0));
    neighbour = maker.token(travellers.get(1));
    for (int i = 0; i < size.rooms(); i++) {
      room(maker, travellers.get(0), others, i);
    }
    for (int i = 0; i < FEW_ROOMS; i++) {
      room(maker, travellers.get(1), others, i);
    }
    collector = maker.people("collector", 1).get(0);
    devices.addAll(
        tokens(maker, IntStream.range(0, size.devices()).mapToObj(i -> collector).toList()));
  }

  private static void room(Maker maker, UserId person, List<UserId> others, int number) {
    List<UserId> members = new ArrayList<>(List.of(person));
    int start = number % (others.size() - World.ROOM_SIZE);
    members.addAll(others.subList(start, start + World.ROOM_SIZE - 1));
    RoomId room = maker.room(members);
    maker.messages(room, members.get(1), MESSAGES);
  }

  private static List<String> tokens(Maker maker, List<UserId> people) {
    return people.parallelStream().map(maker::token).toList();
  }
}
