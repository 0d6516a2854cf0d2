package org.caseroom.matrix.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Standings;
import org.caseroom.matrix.Members;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody closes their account: they leave their rooms and turn down what they were invited to,
 * then the account ends. Whoever is interrupted on the way can do it again.
 *
 * <p>What stands in the rooms of a case stays as it is, with the names in it, erased or not: the
 * record is the child's and the law's as much as theirs.
 */
final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
  private static final List<Membership> IN =
      List.of(Membership.JOIN, Membership.INVITE, Membership.KNOCK);

  private final RoomLog log;
  private final RoomReader reader;
  private final Members members;
  private final Standings standings;

  Departure(Rooms rooms, Members members, Standings standings) {
    this.log = rooms.log();
    this.reader = rooms.reader();
    this.members = members;
    this.standings = standings;
  }

  /**
   * Goes.
   *
   * @param erase whether what they wrote elsewhere is kept from newcomers from now on
   */
  void of(UserId user, boolean erase) {
    Set<RoomId> rooms = new TreeSet<>();
    IN.forEach(membership -> rooms.addAll(log.view().rooms(user, membership)));
    List<CompletableFuture<RoomLog.Appended>> leaving = new ArrayList<>();
    for (RoomId room : rooms) {
      leaving.add(
          log.append(members.draft(room, user, user, Membership.LEAVE, null, false))
              .whenComplete(
                  (left, refusal) -> {
                    if (refusal != null) {
                      LOG.warn("{} could not leave {}", user, room, refusal);
                    }
                  }));
    }
    CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
        .exceptionally(refusal -> null)
        .join();
    boolean named =
        log.view().rooms(user, Membership.LEAVE).stream().anyMatch(reader.rights()::isRecord);
    standings.close(user, erase, named, user);
  }
}
