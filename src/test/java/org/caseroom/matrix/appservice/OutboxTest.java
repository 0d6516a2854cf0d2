package org.caseroom.matrix.appservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.caseroom.ops.SettableClock;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxTest {
  private static final Delivery.Reached START = new Delivery.Reached(7, 3);

  private final SettableClock clock =
      new SettableClock(InstantSource.fixed(Instant.ofEpochMilli(1_000_000)));

  private Outbox outbox(Database database, boolean otherNodes) {
    return new Outbox(database, "bridge", START, clock, otherNodes);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void keepsWhatIsOnItsWay(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Outbox first = outbox(database, false);
      assertEquals(START, first.row().reached());
      long number = first.row().next();
      Delivery delivery = new Delivery(number, new Delivery.Reached(9, 4), "{\"events\":[]}");
      assertTrue(first.advance(START, delivery));
      Outbox second = outbox(database, false);
      assertTrue(second.isMine());
      assertEquals(Optional.of(delivery), second.stored());
      assertEquals(new DeliveryDao.Row(START, number + 1), second.row());
      assertTrue(second.advance(delivery.reached(), null));
      assertEquals(Optional.empty(), second.stored());
      assertEquals(delivery.reached(), second.row().reached());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void isOneNodesAtATime(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Outbox one = outbox(database, true);
      Outbox other = outbox(database, true);
      assertTrue(one.isMine());
      assertFalse(other.isMine());
      assertFalse(other.advance(new Delivery.Reached(99, 99), null));
      assertEquals(START, one.row().reached());
      // The first one stops without a word.
      clock.advance(Duration.ofSeconds(31));
      assertTrue(other.isMine());
      assertFalse(one.advance(new Delivery.Reached(99, 99), null));
      other.release();
      clock.advance(Duration.ofMillis(1));
      assertTrue(one.isMine());
    }
  }
}
