package org.caseroom.bots.reminders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The reminders that are to come, and what became of the others. */
final class ReminderDao {
  private static final String COLUMNS =
      """
      SELECT id, case_id, clock_key, clock_run, point, due_at, needs_answer, reminder_state,
             sent_at, sent_room, sent_event, answer_by
      FROM bot_reminders
      """;

  private final Tx tx;

  ReminderDao(Tx tx) {
    this.tx = tx;
  }

  /** Adds reminders; those that exist already stay as they are. */
  void add(Collection<Reminder> reminders) {
    if (reminders.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO bot_reminders
                  (id, case_id, clock_key, clock_run, point, due_at, needs_answer, reminder_state)
                VALUES
                  (:id, :caseId, :clock, :run, :point, :dueAt, :needsAnswer, 'WAITING')
                ON CONFLICT DO NOTHING
                """);
    for (Reminder reminder : reminders) {
      batch
          .bind("id", reminder.id())
          .bind("caseId", reminder.caseId().value())
          .bind("clock", reminder.clock())
          .bind("run", reminder.run().value())
          .bind("point", reminder.point())
          .bind("dueAt", reminder.dueAt().toEpochMilli())
          .bind("needsAnswer", reminder.needsAnswer())
          .add();
    }
    batch.execute();
  }

  /** Moves a reminder that has not come yet to another time. */
  void move(String id, Instant dueAt) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders SET due_at = :dueAt
            WHERE id = :id AND reminder_state = 'WAITING' AND due_at <> :dueAt
            """)
        .bind("id", id)
        .bind("dueAt", dueAt.toEpochMilli())
        .execute();
  }

  /** The waiting reminders that are due, earliest first. */
  List<Reminder> due(Instant now, int limit) {
    return tx.handle()
        .createQuery(
            COLUMNS
                + """
                WHERE reminder_state = 'WAITING' AND due_at <= :now
                ORDER BY due_at, id LIMIT :limit
                """)
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  /** All reminders of a clock of a case, earliest first. */
  List<Reminder> ofClock(RoomId caseId, String clock) {
    return tx.handle()
        .createQuery(
            COLUMNS + " WHERE case_id = :caseId AND clock_key = :clock ORDER BY due_at, id")
        .bind("caseId", caseId.value())
        .bind("clock", clock)
        .map((row, context) -> read(row))
        .list();
  }

  /** The newest reminder said in a room that still asks for an answer. */
  Optional<Reminder> newestUnanswered(RoomId room) {
    return tx.handle()
        .createQuery(
            COLUMNS
                + """
                WHERE sent_room = :room AND reminder_state IN ('SENT', 'ESCALATED')
                  AND answer_by IS NOT NULL
                ORDER BY sent_at DESC LIMIT 1
                """)
        .bind("room", room.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** The reminder that a message was. */
  Optional<Reminder> sentAs(EventId event) {
    return tx.handle()
        .createQuery(COLUMNS + " WHERE sent_event = :event")
        .bind("event", event.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Notes that a reminder was said. */
  void sent(String id, Reminder.Sent sent) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders
            SET reminder_state = 'SENT', sent_at = :at, sent_room = :room, sent_event = :event,
                answer_by = :answerBy
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("at", sent.at().toEpochMilli())
        .bind("room", sent.room().value())
        .bind("event", sent.event().value())
        .bind("answerBy", sent.answerBy() == null ? null : sent.answerBy().toEpochMilli())
        .execute();
  }

  /** Notes what became of a reminder. */
  void become(String id, Reminder.State state) {
    tx.handle()
        .createUpdate("UPDATE bot_reminders SET reminder_state = :state WHERE id = :id")
        .bind("id", id)
        .bind("state", state.name())
        .execute();
  }

  /** Notes who answered a reminder. */
  void answered(String id, UserId by) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders SET reminder_state = 'ANSWERED', answered_by = :by WHERE id = :id
            """)
        .bind("id", id)
        .bind("by", by.value())
        .execute();
  }

  /** Withdraws what a clock has waiting, apart from one run of it (null: all of it). */
  int withdraw(RoomId caseId, String clock, @Nullable EventId exceptRun) {
    return tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders SET reminder_state = 'WITHDRAWN'
            WHERE case_id = :caseId AND clock_key = :clock AND reminder_state = 'WAITING'
              AND clock_run <> :run
            """)
        .bind("caseId", caseId.value())
        .bind("clock", clock)
        .bind("run", exceptRun == null ? "" : exceptRun.value())
        .execute();
  }

  private static Reminder read(ResultSet row) throws SQLException {
    long answerBy = row.getLong("answer_by");
    Instant answer = row.wasNull() ? null : Instant.ofEpochMilli(answerBy);
    String event = row.getString("sent_event");
    return new Reminder(
        row.getString("id"),
        new RoomId(row.getString("case_id")),
        row.getString("clock_key"),
        new EventId(row.getString("clock_run")),
        row.getString("point"),
        Instant.ofEpochMilli(row.getLong("due_at")),
        row.getBoolean("needs_answer"),
        Reminder.State.valueOf(row.getString("reminder_state")),
        event == null
            ? null
            : new Reminder.Sent(
                Instant.ofEpochMilli(row.getLong("sent_at")),
                new RoomId(row.getString("sent_room")),
                new EventId(event),
                answer));
  }
}
