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
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The reminders that are to come, and what became of the others. */
final class ReminderDao {
  private static final String COLUMNS =
      """
      SELECT id, number, case_id, clock_key, clock_run, point, step, parent, due_at, wake_at,
             planned_at, needs_answer, reminder_state, message_id, sent_at, sent_room, sent_event,
             answer_by
      FROM bot_reminders
      """;

  // A node that died with claims leaves them to the others after a minute of the database's clock;
  // where only one process can have the database open, at once.
  private static final String DUE =
      """
       reminder_state = 'WAITING' AND wake_at <= :now
       AND (:alone OR claimed_at IS NULL OR claimed_by = :node
            OR claimed_at < CURRENT_TIMESTAMP - INTERVAL '60' SECOND)
      """;

  private final Tx tx;

  ReminderDao(Tx tx) {
    this.tx = tx;
  }

  // ---- Planning ----

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
                  (id, case_id, clock_key, clock_run, point, step, parent, due_at, wake_at,
                   planned_at, needs_answer, reminder_state)
                VALUES
                  (:id, :caseId, :clock, :run, :point, :step, :parent, :dueAt, :dueAt,
                   :plannedAt, :needsAnswer, 'WAITING')
                ON CONFLICT DO NOTHING
                """);
    for (Reminder reminder : reminders) {
      batch
          .bind("id", reminder.id())
          .bind("caseId", reminder.caseId().value())
          .bind("clock", reminder.clock())
          .bind("run", reminder.run().value())
          .bind("point", reminder.point())
          .bind("step", reminder.step())
          .bind("parent", reminder.parent())
          .bind("dueAt", reminder.dueAt().toEpochMilli())
          .bind("plannedAt", reminder.plannedAt().toEpochMilli())
          .bind("needsAnswer", reminder.needsAnswer())
          .add();
    }
    batch.execute();
  }

  /** All reminders of a clock of a case with their steps, earliest first. */
  List<Reminder> ofClock(RoomId caseId, String clock) {
    return list(
        tx.handle()
            .createQuery(
                COLUMNS
                    + " WHERE case_id = :caseId AND clock_key = :clock ORDER BY due_at, step, id")
            .bind("caseId", caseId.value())
            .bind("clock", clock));
  }

  /** What becomes of reminders, whatever they were. */
  void become(Collection<Reminder> reminders, Reminder.State state) {
    if (reminders.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        tx.handle().prepareBatch("UPDATE bot_reminders SET reminder_state = :state WHERE id = :id");
    reminders.forEach(each -> batch.bind("id", each.id()).bind("state", state.name()).add());
    batch.execute();
  }

  // ---- Falling due ----

  /** The cases of which something is due that nobody is at, earliest first. */
  List<RoomId> dueCases(Instant now, String node, int limit) {
    return sweep(
            tx.handle()
                .createQuery(
                    "SELECT case_id FROM (SELECT case_id, wake_at, id FROM bot_reminders WHERE"
                        + DUE
                        + " ORDER BY wake_at, id LIMIT :limit) due"
                        + " GROUP BY case_id ORDER BY MIN(wake_at), case_id"),
            now,
            node)
        .bind("limit", limit)
        .mapTo(String.class)
        .map(RoomId::new)
        .list();
  }

  /** Whether anything is due that has not been said, be it that a node is about to. */
  boolean isAnyDue(Instant now) {
    return tx.handle()
        .createQuery(
            """
            SELECT id FROM bot_reminders
            WHERE reminder_state = 'WAITING' AND wake_at <= :now LIMIT 1
            """)
        .bind("now", now.toEpochMilli())
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  /** What is due in these cases that nobody is at, earliest first. */
  List<Reminder> due(Instant now, String node, Collection<RoomId> cases) {
    return cases.isEmpty()
        ? List.of()
        : list(
            sweep(
                    tx.handle()
                        .createQuery(
                            COLUMNS
                                + " WHERE case_id IN (<cases>) AND"
                                + DUE
                                + " ORDER BY due_at, step, id"),
                    now,
                    node)
                .bindList("cases", cases.stream().map(RoomId::value).toList()));
  }

  private <S extends SqlStatement<S>> S sweep(S statement, Instant now, String node) {
    return statement
        .bind("now", now.toEpochMilli())
        .bind("node", node)
        .bind("alone", tx.database().engine() == Database.Engine.H2);
  }

  /**
   * Claims a reminder that is due for a message, unless another node was first.
   *
   * @param messageId the message; one that an earlier claim has named stays
   */
  boolean claim(Reminder reminder, Instant now, String node, String messageId) {
    return sweep(
                tx.handle()
                    .createUpdate(
                        "UPDATE bot_reminders SET claimed_by = :node,"
                            + " claimed_at = CURRENT_TIMESTAMP,"
                            + " message_id = COALESCE(message_id, :messageId) WHERE id = :id AND"
                            + DUE),
                now,
                node)
            .bind("id", reminder.id())
            .bind("messageId", messageId)
            .execute()
        == 1;
  }

  /**
   * Lets claimed reminders wait until a moment. Those that were given their message just now may be
   * said in another one then; one that had it before may have been said in it by a node that died.
   */
  void hold(Collection<Reminder> reminders, Instant until) {
    if (reminders.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        tx.handle()
            .prepareBatch(
                """
                UPDATE bot_reminders
                SET wake_at = :until, message_id = :messageId, claimed_by = NULL, claimed_at = NULL
                WHERE id = :id AND reminder_state = 'WAITING'
                """);
    reminders.forEach(
        each ->
            batch
                .bind("id", each.id())
                .bind("until", until.toEpochMilli())
                .bind("messageId", each.messageId())
                .add());
    batch.execute();
  }

  /** Notes that a reminder was said; one that was acknowledged meanwhile stays so. */
  void sent(Reminder reminder, Reminder.Sent sent) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders
            SET reminder_state =
                  CASE WHEN reminder_state = 'WAITING' THEN 'SENT' ELSE reminder_state END,
                sent_at = :at, sent_room = :room, sent_event = :event, answer_by = :answerBy
            WHERE id = :id
            """)
        .bind("id", reminder.id())
        .bind("at", sent.at().toEpochMilli())
        .bind("room", sent.room().value())
        .bind("event", sent.event().value())
        .bind("answerBy", sent.answerBy() == null ? null : sent.answerBy().toEpochMilli())
        .execute();
  }

  /** Notes that others were told of a reminder, if it still waits to be acknowledged. */
  void escalated(Reminder reminder) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders SET reminder_state = 'ESCALATED'
            WHERE id = :id AND reminder_state = 'SENT'
            """)
        .bind("id", reminder.id())
        .execute();
  }

  // ---- Said ----

  /** A reminder by its number. */
  Optional<Reminder> byNumber(long number) {
    return one(tx.handle().createQuery(COLUMNS + " WHERE number = :number").bind("number", number));
  }

  /** A reminder by its id. */
  Optional<Reminder> byId(String id) {
    return one(tx.handle().createQuery(COLUMNS + " WHERE id = :id").bind("id", id));
  }

  /** The steps after a reminder. */
  List<Reminder> stepsOf(String parent) {
    return list(
        tx.handle()
            .createQuery(COLUMNS + " WHERE parent = :parent ORDER BY step")
            .bind("parent", parent));
  }

  /** The reminders that wait to be acknowledged in these cases, the longest first. */
  List<Reminder> open(Collection<RoomId> cases) {
    return cases.isEmpty()
        ? List.of()
        : list(
            tx.handle()
                .createQuery(
                    COLUMNS
                        + """
                        WHERE reminder_state IN ('SENT', 'ESCALATED') AND answer_by IS NOT NULL
                          AND step = 0 AND case_id IN (<cases>)
                        ORDER BY sent_at, id
                        """)
                .bindList("cases", cases.stream().map(RoomId::value).toList()));
  }

  /** The cases in which somebody was asked and has not acknowledged. */
  List<RoomId> openCasesOf(UserId person) {
    return tx.handle()
        .createQuery(
            """
            SELECT DISTINCT r.case_id FROM bot_reminder_people p
            JOIN bot_reminders r ON r.id = p.reminder_id
            WHERE p.person = :person AND r.reminder_state IN ('SENT', 'ESCALATED')
            """)
        .bind("person", person.value())
        .mapTo(String.class)
        .map(RoomId::new)
        .list();
  }

  /** Notes who acknowledged a reminder. */
  void answered(Reminder reminder, UserId by) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminders SET reminder_state = 'ANSWERED', answered_by = :by WHERE id = :id
            """)
        .bind("id", reminder.id())
        .bind("by", by.value())
        .execute();
  }

  private static List<Reminder> list(Query query) {
    return query.map((row, context) -> read(row)).list();
  }

  private static Optional<Reminder> one(Query query) {
    return query.map((row, context) -> read(row)).findOne();
  }

  private static Reminder read(ResultSet row) throws SQLException {
    long answerBy = row.getLong("answer_by");
    Instant answer = row.wasNull() ? null : Instant.ofEpochMilli(answerBy);
    String event = row.getString("sent_event");
    return new Reminder(
        row.getString("id"),
        row.getLong("number"),
        new RoomId(row.getString("case_id")),
        row.getString("clock_key"),
        new EventId(row.getString("clock_run")),
        row.getString("point"),
        row.getInt("step"),
        row.getString("parent"),
        Instant.ofEpochMilli(row.getLong("due_at")),
        Instant.ofEpochMilli(row.getLong("wake_at")),
        Instant.ofEpochMilli(row.getLong("planned_at")),
        row.getBoolean("needs_answer"),
        Reminder.State.valueOf(row.getString("reminder_state")),
        row.getString("message_id"),
        event == null
            ? null
            : new Reminder.Sent(
                Instant.ofEpochMilli(row.getLong("sent_at")),
                new RoomId(row.getString("sent_room")),
                new EventId(event),
                answer));
  }
}
