package org.caseroom.cases.assessment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** Reads and writes the table of what cases count. */
final class MeasureDao {
  private final Handle handle;

  MeasureDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Adds to a measure; it starts at 0. */
  void add(String space, String measure, long amount) {
    int updated =
        handle
            .createUpdate(
                """
                UPDATE case_measures SET amount = amount + :amount
                WHERE space = :space AND measure = :measure
                """)
            .bind("space", space)
            .bind("measure", measure)
            .bind("amount", amount)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              INSERT INTO case_measures (space, measure, amount)
              VALUES (:space, :measure, :amount)
              """)
          .bind("space", space)
          .bind("measure", measure)
          .bind("amount", amount)
          .execute();
    }
  }

  /** Forgets a measure. */
  void remove(String space, String measure) {
    handle
        .createUpdate("DELETE FROM case_measures WHERE space = :space AND measure = :measure")
        .bind("space", space)
        .bind("measure", measure)
        .execute();
  }

  /** What one case counts. */
  Map<String, Long> of(String space) {
    Map<String, Long> measures = new LinkedHashMap<>();
    handle
        .createQuery(
            "SELECT measure, amount FROM case_measures WHERE space = :space ORDER BY measure")
        .bind("space", space)
        .mapToMap()
        .forEach(
            row ->
                measures.put(
                    String.valueOf(row.get("measure")),
                    Long.parseLong(String.valueOf(row.get("amount")))));
    return measures;
  }

  /** What all cases count, by space: one pass over the table. */
  Map<String, Map<String, Long>> all() {
    Map<String, Map<String, Long>> cases = new LinkedHashMap<>();
    handle
        .createQuery("SELECT space, measure, amount FROM case_measures ORDER BY space, measure")
        .mapToMap()
        .forEach(
            row ->
                cases
                    .computeIfAbsent(String.valueOf(row.get("space")), any -> new LinkedHashMap<>())
                    .put(
                        String.valueOf(row.get("measure")),
                        Long.parseLong(String.valueOf(row.get("amount")))));
    return cases;
  }

  /** Whether there is a case that the table does not know. */
  boolean isBehind() {
    return handle
            .createQuery(
                """
                SELECT COUNT(*) FROM case_records r
                WHERE NOT EXISTS (SELECT 1 FROM case_measures m WHERE m.space = r.space)
                """)
            .mapTo(Long.class)
            .one()
        > 0;
  }
}
