package org.caseroom.cases;

import java.util.List;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes casework's read tables. */
final class CaseRecordDao {
  /** A clock's row. */
  record ClockRow(String space, String clockId) {}

  /** An open question's row. */
  record QuestionRow(String space, String number) {}

  private final Handle handle;

  CaseRecordDao(Tx tx) {
    this.handle = tx.handle();
  }

  void opened(String space, String reference, String agency, String hub, long at) {
    handle
        .createUpdate(
            """
            INSERT INTO case_records (space, reference, agency, hub, stage, opened_at)
            VALUES (:space, :reference, :agency, :hub, '', :at)
            ON CONFLICT DO NOTHING
            """)
        .bind("space", space)
        .bind("reference", reference)
        .bind("agency", agency)
        .bind("hub", hub)
        .bind("at", at)
        .execute();
  }

  /** Whose case it is now: a transfer changes it. */
  void responsible(String space, String agency, String hub) {
    handle
        .createUpdate("UPDATE case_records SET agency = :agency, hub = :hub WHERE space = :space")
        .bind("space", space)
        .bind("agency", agency)
        .bind("hub", hub)
        .execute();
  }

  void stage(String space, String stage) {
    handle
        .createUpdate("UPDATE case_records SET stage = :stage WHERE space = :space")
        .bind("space", space)
        .bind("stage", stage)
        .execute();
  }

  void clock(String space, String clockId, String status, long dueAt) {
    int updated =
        handle
            .createUpdate(
                """
                UPDATE case_clocks SET status = :status, due_at = :dueAt
                WHERE space = :space AND clock_id = :clockId
                """)
            .bind("space", space)
            .bind("clockId", clockId)
            .bind("status", status)
            .bind("dueAt", dueAt)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              INSERT INTO case_clocks (space, clock_id, status, due_at)
              VALUES (:space, :clockId, :status, :dueAt)
              """)
          .bind("space", space)
          .bind("clockId", clockId)
          .bind("status", status)
          .bind("dueAt", dueAt)
          .execute();
    }
  }

  void question(String space, String number, String owner, String status, String due) {
    int updated =
        handle
            .createUpdate(
                """
                UPDATE case_questions SET owner_id = :owner, status = :status, due_on = :due
                WHERE space = :space AND number = :number
                """)
            .bind("space", space)
            .bind("number", number)
            .bind("owner", owner)
            .bind("status", status)
            .bind("due", due)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              INSERT INTO case_questions (space, number, owner_id, status, due_on)
              VALUES (:space, :number, :owner, :status, :due)
              """)
          .bind("space", space)
          .bind("number", number)
          .bind("owner", owner)
          .bind("status", status)
          .bind("due", due)
          .execute();
    }
  }

  void decision(
      String space, int number, String event, @Nullable String previous, String signer, long at) {
    handle
        .createUpdate(
            """
            INSERT INTO case_decisions (space, number, event_id, previous_id, signer, decided_at)
            VALUES (:space, :number, :event, :previous, :signer, :at)
            ON CONFLICT DO NOTHING
            """)
        .bind("space", space)
        .bind("number", number)
        .bind("event", event)
        .bind("previous", previous)
        .bind("signer", signer)
        .bind("at", at)
        .execute();
  }

  List<ClockRow> runningClocks() {
    return handle
        .createQuery(
            """
            SELECT space, clock_id FROM case_clocks
            WHERE status = 'running' ORDER BY due_at, space, clock_id
            """)
        .map((row, context) -> new ClockRow(row.getString("space"), row.getString("clock_id")))
        .list();
  }

  /** The cases with a running clock that sort behind one, some at once. */
  List<String> runningAfter(String space, int limit) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT space FROM case_clocks
            WHERE space > :space AND status = 'running' ORDER BY space LIMIT :limit
            """)
        .bind("space", space)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  List<QuestionRow> openQuestions(String owner) {
    return handle
        .createQuery(
            """
            SELECT space, number FROM case_questions
            WHERE owner_id = :owner AND status = 'open' ORDER BY due_on, space, number
            """)
        .bind("owner", owner)
        .map((row, context) -> new QuestionRow(row.getString("space"), row.getString("number")))
        .list();
  }
}
