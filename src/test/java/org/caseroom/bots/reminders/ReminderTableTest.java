package org.caseroom.bots.reminders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.caseroom.storage.Tx;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of reminders, on each engine. */
class ReminderTableTest {
  private static final RoomId CASE = new RoomId("!case:caseroom.localhost");
  private static final RoomId ROOM = new RoomId("!professionals:caseroom.localhost");
  private static final EventId RUN = new EventId("$visit");
  private static final Instant NINE = Instant.parse("2025-05-09T08:00:00Z");
  private static final UserId MO = UserId.of("@mo:caseroom.localhost");

  private static Reminder reminder(EventId run, String point, Instant due) {
    return Reminder.waiting(CASE, "ASSESS", run, point, due, true, NINE.minusSeconds(3600));
  }

  private static List<String> due(Database database, Instant now, String node) {
    return database.read(
        tx ->
            new ReminderDao(tx)
                .due(now, node, new ReminderDao(tx).dueCases(now, node, 10)).stream()
                    .map(Reminder::point)
                    .toList());
  }

  private static boolean did(Database database, Function<Tx, Boolean> work) {
    return database.write(work);
  }

  private static Reminder kept(Database database, Reminder reminder) {
    return database.read(tx -> new ReminderDao(tx).byId(reminder.id())).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aReminderIsKeptOnceAndDueInOrder(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder later = reminder(RUN, "day-40", NINE.plusSeconds(60));
      Reminder first = reminder(RUN, "day-30", NINE);
      for (int round = 0; round < 2; round++) {
        database.writing(tx -> new ReminderDao(tx).add(List.of(later, first)));
      }
      assertEquals(List.of(), due(database, NINE.minusMillis(1), "one"));
      assertEquals(List.of("day-30"), due(database, NINE, "one"));
      assertEquals(List.of("day-30", "day-40"), due(database, NINE.plusSeconds(60), "one"));
      long number = kept(database, first).number();
      assertEquals(
          first.id(), database.read(tx -> new ReminderDao(tx).byNumber(number)).orElseThrow().id());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void oneNodeClaimsAReminderAndItsMessageStays(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder reminder = reminder(RUN, "day-40", NINE);
      database.writing(tx -> new ReminderDao(tx).add(List.of(reminder)));
      assertTrue(did(database, tx -> new ReminderDao(tx).claim(reminder, NINE, "one", "m1")));
      // Whoever has the database to themselves takes over at once; others after a minute.
      boolean alone = engine == Databases.H2;
      assertEquals(
          alone, database.write(tx -> new ReminderDao(tx).claim(reminder, NINE, "two", "m2")));
      assertEquals("m1", kept(database, reminder).messageId());
      assertEquals(alone ? List.of("day-40") : List.of(), due(database, NINE, "three"));
      database.writing(
          tx ->
              tx.handle()
                  .execute(
                      "UPDATE bot_reminders"
                          + " SET claimed_at = CURRENT_TIMESTAMP - INTERVAL '61' SECOND"));
      assertEquals(List.of("day-40"), due(database, NINE, "three"));
      database.writing(tx -> new ReminderDao(tx).hold(List.of(reminder), NINE.plusSeconds(100)));
      assertEquals(List.of(), due(database, NINE.plusSeconds(99), "three"));
      assertEquals(List.of("day-40"), due(database, NINE.plusSeconds(100), "three"));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aSaidReminderIsOpenUntilItIsAcknowledged(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder reminder = reminder(RUN, "day-40", NINE);
      Reminder step = reminder.step(1, NINE.plusSeconds(3600), NINE);
      Reminder.Sent sent =
          new Reminder.Sent(NINE, ROOM, new EventId("$message"), NINE.plusSeconds(3600));
      database.writing(
          tx -> {
            ReminderDao dao = new ReminderDao(tx);
            dao.add(List.of(reminder));
            dao.sent(reminder, sent);
            dao.add(List.of(step));
            new AskedDao(tx).add(reminder.id(), MO, null, NINE);
          });
      assertEquals(List.of(), due(database, NINE, "one"));
      assertTrue(kept(database, reminder).isOpen());
      assertEquals(1, database.read(tx -> new ReminderDao(tx).open(List.of(CASE))).size());
      assertEquals(List.of(CASE), database.read(tx -> new ReminderDao(tx).openCasesOf(MO)));
      assertTrue(did(database, tx -> Planner.acknowledged(tx, CASE, "ASSESS", "day-40", MO)));
      assertFalse(did(database, tx -> Planner.acknowledged(tx, CASE, "ASSESS", "day-40", MO)));
      assertEquals(List.of(), database.read(tx -> new ReminderDao(tx).open(List.of(CASE))));
      assertEquals(Reminder.State.WITHDRAWN, kept(database, step).state());
      // What is noted late does not open it again.
      database.writing(tx -> new ReminderDao(tx).sent(reminder, sent));
      database.writing(tx -> new ReminderDao(tx).escalated(reminder));
      assertEquals(Reminder.State.ANSWERED, kept(database, reminder).state());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatHasLostItsCauseIsWithdrawnWithWhatWouldFollow(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder waiting = reminder(RUN, "day-44", NINE.plusSeconds(60));
      Reminder open = reminder(RUN, "day-40", NINE);
      Reminder step = open.step(1, NINE.plusSeconds(30), NINE);
      database.writing(
          tx -> {
            ReminderDao dao = new ReminderDao(tx);
            dao.add(List.of(waiting, open, step));
            dao.sent(open, new Reminder.Sent(NINE, ROOM, new EventId("$m"), NINE.plusSeconds(30)));
            new AskedDao(tx).add(open.id(), MO, NINE.plusSeconds(10), NINE);
          });
      database.writing(tx -> Planner.withdraw(tx, new ReminderDao(tx).ofClock(CASE, "ASSESS")));
      for (Reminder each : List.of(waiting, open, step)) {
        assertEquals(Reminder.State.WITHDRAWN, kept(database, each).state(), each.id());
      }
      assertEquals(
          List.of(), database.read(tx -> new AskedDao(tx).due(NINE.plusSeconds(99), "one", 10)));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aCallComesOnceAndIsRemembered(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder reminder = reminder(RUN, "day-40", NINE);
      database.writing(
          tx -> {
            new ReminderDao(tx).add(List.of(reminder));
            new AskedDao(tx).add(reminder.id(), MO, NINE.plusSeconds(10), NINE);
          });
      Instant then = NINE.plusSeconds(10);
      assertEquals(
          List.of(), database.read(tx -> new AskedDao(tx).due(NINE.plusSeconds(9), "one", 10)));
      AskedDao.Asked asked = database.read(tx -> new AskedDao(tx).due(then, "one", 10)).get(0);
      assertTrue(did(database, tx -> new AskedDao(tx).claim(asked, then, "one", "c1")));
      assertEquals(
          "c1", database.read(tx -> new AskedDao(tx).due(then, "one", 10)).get(0).callId());
      database.writing(tx -> new AskedDao(tx).called(asked, then));
      assertEquals(List.of(), database.read(tx -> new AskedDao(tx).due(then, "one", 10)));
      RoomId other = new RoomId("!other:caseroom.localhost");
      assertEquals(
          Set.of(MO),
          database.read(tx -> new AskedDao(tx).calledElsewhere(List.of(MO), other, NINE)));
      assertEquals(
          Set.of(), database.read(tx -> new AskedDao(tx).calledElsewhere(List.of(MO), CASE, NINE)));
    }
  }
}
