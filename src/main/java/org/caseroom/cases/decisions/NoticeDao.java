package org.caseroom.cases.decisions;

import java.time.LocalDate;
import java.util.List;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The notices of decisions over all cases. */
final class NoticeDao {
  /** A notice's row. */
  record Row(String space, int number) {}

  private final Handle handle;

  NoticeDao(Tx tx) {
    this.handle = tx.handle();
  }

  void keep(String space, int number, String status, String until) {
    int updated =
        handle
            .createUpdate(
                """
                UPDATE decision_notices SET status = :status, until_on = :until
                WHERE space = :space AND number = :number
                """)
            .bind("space", space)
            .bind("number", number)
            .bind("status", status)
            .bind("until", until)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              INSERT INTO decision_notices (space, number, status, until_on)
              VALUES (:space, :number, :status, :until)
              """)
          .bind("space", space)
          .bind("number", number)
          .bind("status", status)
          .bind("until", until)
          .execute();
    }
  }

  /** Those whose last day is before a day, the oldest first. */
  List<Row> openBefore(LocalDate day) {
    return handle
        .createQuery(
            """
            SELECT space, number FROM decision_notices
            WHERE status = 'open' AND until_on < :day ORDER BY until_on, space, number
            """)
        .bind("day", day.toString())
        .map((row, context) -> new Row(row.getString("space"), row.getInt("number")))
        .list();
  }
}
