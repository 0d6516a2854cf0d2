package org.caseroom.bots.reminders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.caseroom.bots.DemoRooms;
import org.caseroom.bots.DemoRooms.Said;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;

/** Reminders of a service that stops and starts: each fires once, and a missed one says so. */
class ReminderRestartTest {
  private static final String REVIEW = "Review of the support plan";

  @Test
  void firesOnceAcrossRestartsAndSaysWhenItIsLate() {
    try (DemoRooms demo = DemoRooms.start()) {
      String professionals = demo.room("sara", "professionals");
      // Eight weeks before Friday 29 May 2026 is Good Friday: the reminder comes the day before.
      demo.caseroom().clock().set(Instant.parse("2026-04-02T07:59:00Z"));
      demo.settle();
      assertEquals(List.of(), reviews(demo, professionals));

      demo.caseroom().restartAt(Instant.parse("2026-04-02T10:00:00Z"));
      demo.settle();
      List<Said> first = reviews(demo, professionals);
      assertEquals(1, first.size());
      assertTrue(
          first.get(0).body().contains("late: it was due on Thursday 2 April 2026 at 09:00"),
          first.get(0).body());

      for (int round = 0; round < 2; round++) {
        demo.caseroom().restart();
        demo.settle();
        assertEquals(1, reviews(demo, professionals).size());
      }

      demo.caseroom().clock().set(Instant.parse("2026-05-15T08:00:00Z"));
      demo.settle();
      List<Said> second = reviews(demo, professionals);
      assertEquals(2, second.size());
      assertFalse(second.get(1).body().contains("late"), second.get(1).body());
      assertTrue(second.get(1).body().contains("Weeks left: 2."), second.get(1).body());
    }
  }

  @Test
  void severalMissedRemindersOfAClockSpeakOnce() {
    try (DemoRooms demo = DemoRooms.start()) {
      String professionals = demo.room("sara", "professionals");
      demo.caseroom().restartAt(Instant.parse("2026-05-20T08:00:00Z"));
      demo.settle();
      List<Said> said = reviews(demo, professionals);
      assertEquals(1, said.size());
      assertTrue(said.get(0).body().contains("stands for 2 that were due"), said.get(0).body());
    }
  }

  @Test
  void whatIsSeenAgainAfterACrashIsNotDoneAgain() {
    DatabaseSettings kept = Databases.H2.fresh();
    try (DemoRooms demo = DemoRooms.startOn(kept)) {
      String professionals = demo.room("sara", "professionals");
      String family = demo.room("sara", "family");
      demo.caseroom().clock().set(Instant.parse("2026-04-02T08:00:00Z"));
      demo.settle();
      assertEquals(1, reviews(demo, professionals).size());
      long inProfessionals = demo.events("sara", professionals).size();
      long inFamily = demo.events("sara", family).size();
      try (Database database = Database.open(kept)) {
        // As if nothing that the bots did had been noted: worse than any crash.
        database.writing(
            tx -> {
              tx.handle().execute("UPDATE bot_positions SET log_position = 0");
              tx.handle()
                  .execute(
                      "UPDATE bot_reminders SET reminder_state = 'WAITING'"
                          + " WHERE reminder_state <> 'WITHDRAWN'");
            });
      }
      demo.caseroom().restart();
      demo.settle();
      assertEquals(inFamily, demo.events("sara", family).size());
      assertEquals(inProfessionals, demo.events("sara", professionals).size());
    }
  }

  private static List<Said> reviews(DemoRooms demo, String professionals) {
    return demo.saidBy("review-reminder", "sara", professionals).stream()
        .filter(each -> each.body().contains(REVIEW))
        .toList();
  }
}
