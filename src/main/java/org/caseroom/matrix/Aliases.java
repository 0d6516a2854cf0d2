package org.caseroom.matrix;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/** The names that lead to rooms, and which rooms stand in the directory. */
public final class Aliases {
  private final Database database;
  private final ServerName server;
  private final InstantSource time;
  private final List<Consumer<RoomId>> followers = new CopyOnWriteArrayList<>();

  /**
   * A name.
   *
   * @param by who gave it
   */
  record Entry(RoomAlias alias, RoomId room, UserId by) {}

  Aliases(Database database, ServerName server, InstantSource time) {
    this.database = database;
    this.server = server;
    this.time = time;
  }

  /**
   * Reads a room id or alias of a path.
   *
   * @throws Problem 404 when there is no such alias
   */
  RoomId room(String idOrAlias) {
    if (idOrAlias.startsWith("#")) {
      return require(RoomAlias.of(idOrAlias)).room();
    }
    return RoomId.of(idOrAlias);
  }

  Optional<Entry> find(RoomAlias alias) {
    return database.read(tx -> new AliasDao(tx).find(alias));
  }

  /**
   * An alias.
   *
   * @throws Problem 404 when there is none
   */
  Entry require(RoomAlias alias) {
    return find(alias)
        .orElseThrow(() -> Problem.notFound("No room has the alias " + alias + " here."));
  }

  /** Whether there is such an alias. */
  public boolean exists(RoomAlias alias) {
    return find(alias).isPresent();
  }

  /** The aliases of a room. */
  public List<RoomAlias> of(RoomId room) {
    return database.read(tx -> new AliasDao(tx).of(room));
  }

  /**
   * Gives a room a name.
   *
   * @throws Problem 409 {@code M_UNKNOWN} when the name is taken, 403 for another server's
   */
  void add(RoomAlias alias, RoomId room, UserId by) {
    requireLocal(alias);
    boolean added =
        database.write(tx -> new AliasDao(tx).insert(new Entry(alias, room, by), time.millis()));
    if (!added) {
      throw Problem.of(409, "M_UNKNOWN", "The alias " + alias + " is taken: choose another one.");
    }
    tell(room);
  }

  void remove(RoomAlias alias) {
    Optional<Entry> entry = find(alias);
    database.writing(tx -> new AliasDao(tx).delete(alias));
    entry.ifPresent(was -> tell(was.room()));
  }

  /** Calls somebody after each change of a room's aliases; the call must be quick. */
  public void onChange(Consumer<RoomId> follower) {
    followers.add(follower);
  }

  private void tell(RoomId room) {
    followers.forEach(follower -> follower.accept(room));
  }

  /** Leads all aliases of a room, and its place in the directory, to the one that replaces it. */
  void move(RoomId from, RoomId to) {
    database.writing(
        tx -> {
          AliasDao dao = new AliasDao(tx);
          dao.move(from, to);
          if (dao.isListed(from)) {
            dao.list(to, true);
            dao.list(from, false);
          }
        });
    tell(from);
    tell(to);
  }

  boolean isListed(RoomId room) {
    return database.read(tx -> new AliasDao(tx).isListed(room));
  }

  List<RoomId> listed() {
    return database.read(tx -> new AliasDao(tx).listed());
  }

  void list(RoomId room, boolean listed) {
    database.writing(tx -> new AliasDao(tx).list(room, listed));
  }

  /** Refuses aliases that this server does not keep. */
  void requireLocal(RoomAlias alias) {
    if (!alias.server().equals(server)) {
      throw Problem.forbidden(
          "This server keeps only aliases that end in :" + server + ", and speaks with no other.");
    }
  }
}
