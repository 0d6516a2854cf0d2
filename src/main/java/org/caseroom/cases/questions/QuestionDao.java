package org.caseroom.cases.questions;

import java.util.List;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** Reads the table of questions as they stand. */
final class QuestionDao {
  private final Handle handle;

  QuestionDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A question that waits for its answer. */
  record Row(String space, String number, String owner) {}

  /** Those of all cases, the longest due first. */
  List<Row> open() {
    return handle
        .createQuery(
            "SELECT space, number, owner_id FROM case_questions WHERE status = 'open'"
                + " ORDER BY due_on, space, number")
        .map((row, context) -> new Row(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }
}
