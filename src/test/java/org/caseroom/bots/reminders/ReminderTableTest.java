package org.caseroom.bots.reminders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of reminders, on each engine. */
class ReminderTableTest {
  private static final RoomId CASE = new RoomId("!case:caseroom.localhost");
  private static final RoomId ROOM = new RoomId("!professionals:caseroom.localhost");
  private static final EventId RUN = new EventId("$visit");
  private static final Instant NINE = Instant.parse("2025-05-09T08:00:00Z");

  private static Reminder reminder(EventId run, String point, Instant due) {
    return Reminder.waiting(CASE, "ASSESS", run, point, due, true);
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
      assertEquals(
          List.of(), database.read(tx -> new ReminderDao(tx).due(NINE.minusMillis(1), 10)));
      assertEquals(List.of(first), database.read(tx -> new ReminderDao(tx).due(NINE, 10)));
      assertEquals(
          List.of(first, later),
          database.read(tx -> new ReminderDao(tx).due(NINE.plusSeconds(60), 10)));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aSaidReminderIsFoundByItsMessageUntilItIsAnswered(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder reminder = reminder(RUN, "day-40", NINE);
      EventId message = new EventId("$message");
      Reminder.Sent sent = new Reminder.Sent(NINE, ROOM, message, NINE.plusSeconds(3600));
      database.writing(
          tx -> {
            ReminderDao dao = new ReminderDao(tx);
            dao.add(List.of(reminder));
            dao.sent(reminder.id(), sent);
          });
      assertTrue(database.read(tx -> new ReminderDao(tx).due(NINE, 10)).isEmpty());
      assertEquals(
          Optional.of(sent),
          database.read(tx -> new ReminderDao(tx).sentAs(message)).map(Reminder::sent));
      assertEquals(
          Optional.of(reminder.id()),
          database.read(tx -> new ReminderDao(tx).newestUnanswered(ROOM)).map(Reminder::id));
      database.writing(
          tx -> new ReminderDao(tx).answered(reminder.id(), UserId.of("@mo:caseroom.localhost")));
      assertEquals(
          Optional.empty(), database.read(tx -> new ReminderDao(tx).newestUnanswered(ROOM)));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aMetClockWithdrawsWhatIsToComeAndNothingElse(Databases engine) {
    try (Database database = Database.open(engine.fresh())) {
      Reminder old = reminder(RUN, "day-44", NINE);
      Reminder fresh = reminder(new EventId("$second"), "day-44", NINE.plusSeconds(1));
      database.writing(
          tx -> {
            ReminderDao dao = new ReminderDao(tx);
            dao.add(List.of(old, fresh));
            dao.withdraw(CASE, "ASSESS", fresh.run());
          });
      assertEquals(
          List.of(fresh), database.read(tx -> new ReminderDao(tx).due(NINE.plusSeconds(9), 10)));
      database.writing(
          tx -> {
            ReminderDao dao = new ReminderDao(tx);
            dao.move(fresh.id(), NINE.plusSeconds(100));
            dao.move(old.id(), NINE.plusSeconds(100));
          });
      Instant before = NINE.plusSeconds(99);
      Instant moved = NINE.plusSeconds(100);
      assertEquals(List.of(), database.read(tx -> new ReminderDao(tx).due(before, 10)));
      assertEquals(1, database.read(tx -> new ReminderDao(tx).due(moved, 10)).size());
      database.writing(tx -> new ReminderDao(tx).withdraw(CASE, "ASSESS", null));
      assertEquals(List.of(), database.read(tx -> new ReminderDao(tx).due(moved, 10)));
    }
  }
}
