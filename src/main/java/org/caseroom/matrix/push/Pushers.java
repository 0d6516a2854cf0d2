package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Sessions;
import org.caseroom.rooms.RoomLog;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/** Everybody's pushers, as they are stored. */
final class Pushers {
  private static final int MOST = 100;

  private final Database database;
  private final Sessions sessions;
  private final Accounts accounts;
  private final RoomLog log;
  private final InstantSource clock;

  Pushers(Database database, Identity identity, RoomLog log, InstantSource clock) {
    this.database = database;
    this.sessions = identity.sessions();
    this.accounts = identity.accounts();
    this.log = log;
    this.clock = clock;
  }

  /** Everybody who has one. */
  List<UserId> users() {
    return database.read(tx -> new PusherDao(tx).users());
  }

  /** Whether anything may be told to this user at all: not while their account is locked. */
  boolean mayBeTold(UserId user) {
    return accounts
        .find(user)
        .filter(account -> account.standing().active() && !account.standing().locked())
        .isPresent();
  }

  /** A user's pushers, but those of devices that are gone. */
  List<Pusher> of(UserId user) {
    List<Pusher> all = database.read(tx -> new PusherDao(tx).of(user));
    if (all.isEmpty()) {
      return all;
    }
    Set<DeviceId> devices =
        sessions.devices(user).stream().map(Sessions.Device::id).collect(Collectors.toSet());
    return all.stream().filter(pusher -> devices.contains(pusher.device())).toList();
  }

  /**
   * Sets a pusher. One that is there already goes on from where its gateway has been told.
   *
   * @param append whether other users may have a pusher of the same app and key
   * @param changed told of each user whose pushers are others now, once that is stored
   */
  void set(
      Pusher.Id id, DeviceId device, ObjectNode content, boolean append, Consumer<UserId> changed) {
    database.writing(
        tx -> {
          PusherDao dao = new PusherDao(tx);
          long from = log.feed().position();
          for (Pusher other : dao.with(id.app(), id.key())) {
            if (other.id().equals(id)) {
              from = Math.min(from, other.delivered());
              dao.delete(id);
            } else if (!append) {
              dao.delete(other.id());
              tx.afterCommit(() -> changed.accept(other.id().user()));
            }
          }
          if (dao.of(id.user()).size() >= MOST) {
            throw Problem.tooLarge("There are too many pushers: remove some first.");
          }
          dao.insert(new Pusher(id, device, content, clock.millis(), from));
          tx.afterCommit(() -> changed.accept(id.user()));
        });
  }

  /** Removes a pusher, when there is such a one. */
  void remove(Pusher.Id id) {
    database.writing(tx -> new PusherDao(tx).delete(id));
  }

  /** Removes the pushers of a user's devices that are gone. */
  void prune(UserId user) {
    List<Pusher> left = of(user);
    database.writing(tx -> prune(tx, user, new HashSet<>(left)));
  }

  private static void prune(Tx tx, UserId user, Set<Pusher> left) {
    PusherDao dao = new PusherDao(tx);
    for (Pusher pusher : dao.of(user)) {
      if (!left.contains(pusher)) {
        dao.delete(pusher.id());
      }
    }
  }

  /** Notes how far gateways have been told. */
  void delivered(Map<Pusher.Id, Long> positions) {
    if (!positions.isEmpty()) {
      database.writing(tx -> positions.forEach(new PusherDao(tx)::deliver));
    }
  }
}
