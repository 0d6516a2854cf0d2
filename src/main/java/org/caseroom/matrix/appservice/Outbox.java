package org.caseroom.matrix.appservice;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * How far one application service has been told, and the transaction that is on its way: durable,
 * and one node's at a time. A node that stops without giving its turn back is waited for.
 */
final class Outbox {
  private static final Duration TURN = Duration.ofSeconds(30);

  private final Database database;
  private final String service;
  private final InstantSource clock;
  private final boolean otherNodes;
  private final String node = UUID.randomUUID().toString();

  /**
   * Opens a service's outbox.
   *
   * @param start where a service begins that was never told anything
   * @param otherNodes whether other nodes work on the same database
   */
  Outbox(
      Database database,
      String service,
      Delivery.Reached start,
      InstantSource clock,
      boolean otherNodes) {
    this.database = database;
    this.service = service;
    this.clock = clock;
    this.otherNodes = otherNodes;
    // The first number is the time: a new database must not repeat the numbers of an old one.
    DeliveryDao.Row first = new DeliveryDao.Row(start, clock.millis());
    database.writing(tx -> new DeliveryDao(tx).begin(service, first));
  }

  /** Whether it is this node's turn; while it is, to be asked again well within half a minute. */
  boolean isMine() {
    return !otherNodes || database.write(tx -> take(new DeliveryDao(tx)));
  }

  private boolean take(DeliveryDao dao) {
    long now = clock.millis();
    // A single node's own turn of before a crash is not waited for.
    return dao.take(service, node, otherNodes ? now : Long.MAX_VALUE, now + TURN.toMillis());
  }

  /** Where the service stands. */
  DeliveryDao.Row row() {
    return database.read(tx -> new DeliveryDao(tx).find(service)).orElseThrow();
  }

  /** The transaction that was on its way at the last stop. */
  Optional<Delivery> stored() {
    return database.read(tx -> new DeliveryDao(tx).stored(service));
  }

  /**
   * Notes what has arrived and stores what goes next.
   *
   * @param reached up to where the service has been told
   * @param next what goes next; null for nothing yet
   * @return false when it was another node's turn, and nothing was done
   */
  boolean advance(Delivery.Reached reached, @Nullable Delivery next) {
    return database.write(
        tx -> {
          DeliveryDao dao = new DeliveryDao(tx);
          if (!take(dao)) {
            return false;
          }
          dao.reached(service, reached);
          if (next == null) {
            dao.delete(service);
          } else {
            dao.store(service, next);
          }
          return true;
        });
  }

  /** Gives the turn back, for another node to take at once. */
  void release() {
    database.writing(tx -> new DeliveryDao(tx).take(service, node, 0, 0));
  }
}
