package org.caseroom.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Makes people, rooms and messages, past the HTTP doors. */
final class Maker {
  private static final int UNIT = 250;

  private final Caseroom caseroom;
  private final ServerName server = Settings.DEFAULT.server().name();
  private final InstantSource clock = InstantSource.system();

  Maker(Caseroom caseroom) {
    this.caseroom = caseroom;
  }

  List<UserId> people(String name, int count) {
    // Side by side, so that they share the disk's syncs.
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i ->
                caseroom
                    .identity()
                    .accounts()
                    .create(
                        new Accounts.NewAccount(
                            name + i, name + " " + i, Set.of(Role.ADOPTER), null, null, null),
                        null)
                    .id())
        .toList();
  }

  String token(UserId user) {
    return caseroom.identity().sessions().issue(user, null, "bench").token().reveal();
  }

  RoomId room(List<UserId> members) {
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
    append(drafts);
    joins(room.id(), members.subList(1, members.size()));
    return room.id();
  }

  /** Lets people join. */
  void joins(RoomId room, List<UserId> people) {
    for (int i = 0; i < people.size(); i += UNIT) {
      append(
          people.subList(i, Math.min(people.size(), i + UNIT)).stream()
              .map(person -> join(room, person))
              .toList());
    }
  }

  private static Draft join(RoomId room, UserId user) {
    return Draft.state(
        room,
        user,
        "m.room.member",
        user.value(),
        Json.object().put("membership", "join").put("displayname", user.localpart()));
  }

  void messages(RoomId room, UserId sender, int count) {
    List<Draft> unit = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      unit.add(Draft.message(room, sender, "m.room.message", World.content("message " + i)));
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
}
