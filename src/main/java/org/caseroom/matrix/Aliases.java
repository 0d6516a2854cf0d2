package org.caseroom.matrix;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** The rooms in the list of one network, by the id that the network's instance has here. */
  List<RoomId> listedBy(String instance) {
    return database.read(tx -> new AliasDao(tx).listedBy(instance));
  }

  /** The rooms in this server's own list or in one of a network. */
  List<RoomId> listedAnywhere() {
    return database.read(
        tx -> {
          AliasDao dao = new AliasDao(tx);
          Set<RoomId> all = new LinkedHashSet<>(dao.listed());
          all.addAll(dao.listedByNetworks());
          return List.copyOf(all);
        });
  }

  /** Puts a room into the list that an application service keeps for a network, or takes it out. */
  void list(String service, String network, RoomId room, boolean listed) {
    database.writing(tx -> new AliasDao(tx).list(service, network, room, listed));
  }

  /** Refuses aliases that this server does not keep. */
  void requireLocal(RoomAlias alias) {
    if (!alias.server().equals(server)) {
      throw Problem.forbidden(
          "This server keeps only aliases that end in :" + server + ", and speaks with no other.");
    }
  }
}
