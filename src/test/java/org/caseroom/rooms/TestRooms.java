package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;

/** A real log on a real database, opened again on the same one as often as a test likes. */
final class TestRooms implements AutoCloseable {
  static final ServerName SERVER = new ServerName("example.org");
  static final UserId JO = UserId.local("jo", SERVER);
  static final UserId SAM = UserId.local("sam", SERVER);
  static final UserId DEE = UserId.local("dee", SERVER);

  final Database database;
  final AuditLog audit;
  final Rooms rooms;
  private static final Path KEYS = keys();

  /** The one node on its database, as an embedded one always has it; PostgreSQL may have more. */
  TestRooms(DatabaseSettings settings, RoomPolicy policy, List<Projection> projections) {
    this(settings, policy, projections, !settings.url().startsWith("jdbc:h2:"));
  }

  private TestRooms(
      DatabaseSettings settings,
      RoomPolicy policy,
      List<Projection> projections,
      boolean otherNodes) {
    database = Database.open(settings);
    audit = AuditLog.open(database, KEYS.resolve("audit"), SERVER, InstantSource.system());
    rooms =
        Rooms.open(
            new RoomsContext(
                database,
                audit,
                EventSigner.open(SERVER, KEYS.resolve("server")),
                policy,
                user -> false,
                projections,
                InstantSource.system(),
                otherNodes));
  }

  static TestRooms open(DatabaseSettings settings) {
    return new TestRooms(settings, RoomPolicy.NONE, List.of());
  }

  /** A node beside others on the same database. */
  static TestRooms beside(DatabaseSettings settings, Projection... projections) {
    return new TestRooms(settings, RoomPolicy.NONE, List.of(projections), true);
  }

  private static Path keys() {
    try {
      return Files.createTempDirectory("keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RoomLog log() {
    return rooms.log();
  }

  RoomReader reader() {
    return rooms.reader();
  }

  /** A room that Jo made, with the usual state and a history visibility. */
  RoomId room(RoomVersion version, String historyVisibility) {
    NewRoom room = NewRoom.prepare(version, JO, Json.object(), Instant.now(), SERVER);
    List<Draft> drafts = new ArrayList<>();
    drafts.add(room.create());
    drafts.add(member(room.id(), JO, JO, "join"));
    ObjectNode levels = Json.object().put("users_default", 0);
    if (!version.privilegesCreators()) {
      levels.putObject("users").put(JO.value(), 100);
    }
    drafts.add(Draft.state(room.id(), JO, "m.room.power_levels", "", levels));
    drafts.add(
        Draft.state(
            room.id(), JO, "m.room.join_rules", "", Json.object().put("join_rule", "public")));
    drafts.add(
        Draft.state(
            room.id(),
            JO,
            "m.room.history_visibility",
            "",
            Json.object().put("history_visibility", historyVisibility)));
    log().appendNow(before -> drafts);
    return room.id();
  }

  static Draft member(RoomId room, UserId sender, UserId user, String membership) {
    return Draft.state(
        room, sender, "m.room.member", user.value(), Json.object().put("membership", membership));
  }

  static Draft text(RoomId room, UserId sender, String body) {
    return Draft.message(
        room, sender, "m.room.message", Json.object().put("msgtype", "m.text").put("body", body));
  }

  Event say(RoomId room, UserId sender, String body) {
    return log().appendNow(text(room, sender, body)).first();
  }

  /** What a reader sees of a room's messages, oldest first. */
  List<String> bodies(UserId reader, RoomId room) {
    return reader()
        .page(reader, room, RoomReader.Direction.FORWARDS, null, null, 1000)
        .events()
        .stream()
        .flatMap(event -> event.text("body").stream())
        .toList();
  }

  @Override
  public void close() {
    rooms.close();
    audit.close();
    database.close();
  }
}
