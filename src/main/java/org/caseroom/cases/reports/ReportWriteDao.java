package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes the tables of lists and reports. */
final class ReportWriteDao {
  private final Handle handle;

  ReportWriteDao(Tx tx) {
    this.handle = tx.handle();
  }

  boolean isBehind() {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FROM case_records c
            WHERE NOT EXISTS (SELECT 1 FROM report_cases r WHERE r.space = c.space)
            """)
        .mapTo(Long.class)
        .map(count -> count > 0)
        .one();
  }

  /** Opens a case, or changes its head: the agency of one that was handed on. */
  void head(String space, Event event) {
    ObjectNode head = event.content();
    int updated =
        handle.execute(
            "UPDATE report_cases SET agency = ?, hub = ?, procedure_id = ?, child = ?, born = ?,"
                + " order_date = ? WHERE space = ?",
            head.path("agency").asText(),
            head.path("hub").asText(),
            head.path("procedure").asText(),
            head.path("child").asText(),
            head.path("born").asText(),
            head.path("order_date").asText(),
            space);
    if (updated == 0) {
      handle.execute(
          """
          INSERT INTO report_cases (space, reference, agency, hub, procedure_id, child, born,
            order_date, channel, opened_at, stage, stage_since, lead_id, needs_flag,
            open_questions, next_due_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', 0, 0, ?)
          """,
          space,
          head.path("reference").asText(),
          head.path("agency").asText(),
          head.path("hub").asText(),
          head.path("procedure").asText(),
          head.path("child").asText(),
          head.path("born").asText(),
          head.path("order_date").asText(),
          head.path("channel").asText(),
          event.originServerTs(),
          Long.MAX_VALUE);
    }
  }

  void stages(Map<String, ReportRows.Stage> stages) {
    run(
        "UPDATE report_cases SET stage = ?, stage_since = ? WHERE space = ?",
        stages.entrySet(),
        row -> of(row.getValue().stage(), row.getValue().since(), row.getKey()));
  }

  void leads(Map<String, String> leads) {
    run(
        "UPDATE report_cases SET lead_id = ? WHERE space = ?",
        leads.entrySet(),
        row -> of(row.getValue(), row.getKey()));
  }

  void needs(Set<String> spaces) {
    run("UPDATE report_cases SET needs_flag = 1 WHERE space = ?", spaces, ReportWriteDao::of);
  }

  void clocks(Map<ReportRows.ClockKey, ReportRows.Clock> clocks) {
    updateOrInsert(
        clocks.entrySet(),
        "UPDATE report_clocks SET status = ?, due_at = ?, body = ?"
            + " WHERE space = ? AND clock_id = ? AND started_by = ?",
        """
        INSERT INTO report_clocks (status, due_at, body, space, clock_id, started_by)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        row ->
            of(
                row.getValue().status(),
                row.getValue().dueAt(),
                row.getValue().body(),
                row.getKey().space(),
                row.getKey().id(),
                row.getKey().startedBy()));
    // The index of running clocks begins with the case: those of one are few, those of all are not.
    run(
        """
        UPDATE report_cases SET next_due_at = COALESCE(
          (SELECT MIN(k.due_at) FROM report_clocks k
           WHERE k.space = report_cases.space AND k.status = 'running'), ?)
        WHERE space = ?
        """,
        clocks.keySet().stream().map(ReportRows.ClockKey::space).distinct().toList(),
        space -> of(Long.MAX_VALUE, space));
  }

  void questions(Map<ReportRows.Key, ReportRows.Question> questions) {
    List<Map.Entry<ReportRows.Key, ReportRows.Question>> unknown =
        update(
            questions.entrySet(),
            "UPDATE report_questions SET owner_id = ?, status = ?, due_on = ?"
                + " WHERE space = ? AND number = ?",
            row ->
                of(
                    row.getValue().now().path("owner").asText(),
                    row.getValue().now().path("status").asText(),
                    row.getValue().now().path("due").asText(),
                    row.getKey().space(),
                    row.getKey().key()));
    run(
        """
        INSERT INTO report_questions (space, number, room, owner_id, asked_at, status, due_on)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        unknown,
        row ->
            of(
                row.getKey().space(),
                row.getKey().key(),
                row.getValue().room(),
                row.getValue().now().path("owner").asText(),
                row.getValue().asked(),
                row.getValue().now().path("status").asText(),
                row.getValue().now().path("due").asText()));
    run(
        """
        UPDATE report_cases SET open_questions =
          (SELECT COUNT(*) FROM report_questions q
           WHERE q.space = report_cases.space AND q.status = 'open')
        WHERE space = ?
        """,
        questions.keySet().stream().map(ReportRows.Key::space).distinct().toList(),
        ReportWriteDao::of);
  }

  void papers(Map<ReportRows.PaperKey, Event> papers) {
    updateOrInsert(
        papers.entrySet(),
        "UPDATE report_papers SET event_id = ?, author = ?, written_at = ?"
            + " WHERE space = ? AND event_type = ? AND paper_key = ?",
        """
        INSERT INTO report_papers (event_id, author, written_at, space, event_type, paper_key)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        row ->
            of(
                row.getValue().id().value(),
                row.getValue().sender().value(),
                row.getValue().originServerTs(),
                row.getKey().space(),
                row.getKey().type(),
                row.getKey().key()));
  }

  void signed(Map<ReportRows.Key, String> documents) {
    updateOrInsert(
        documents.entrySet(),
        "UPDATE report_signed SET document_event = ? WHERE space = ? AND document = ?",
        "INSERT INTO report_signed (document_event, space, document) VALUES (?, ?, ?)",
        row -> of(row.getValue(), row.getKey().space(), row.getKey().key()));
  }

  private static final String INSERT_FACT =
      """
      INSERT INTO report_facts (space, event_type, fact_key, field, fact_value, times, first_at,
        last_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** The facts of state: the earlier ones of the same piece give way. */
  void stateFacts(Map<ReportRows.PaperKey, ReportRows.StateFacts> facts) {
    run(
        "DELETE FROM report_facts WHERE space = ? AND event_type = ? AND fact_key = ?",
        facts.keySet(),
        key -> of(key.space(), key.type(), key.key()));
    List<Object[]> rows = new ArrayList<>();
    facts.forEach(
        (key, state) ->
            state
                .values()
                .forEach(
                    value ->
                        rows.add(
                            of(
                                key.space(),
                                key.type(),
                                key.key(),
                                value.field(),
                                value.text(),
                                1,
                                state.at(),
                                state.at()))));
    run(INSERT_FACT, rows, row -> row);
  }

  /** The facts of messages: they are counted. */
  void counts(Map<ReportRows.FactKey, ReportRows.Count> counts) {
    List<Map.Entry<ReportRows.FactKey, ReportRows.Count>> unknown =
        update(
            counts.entrySet(),
            "UPDATE report_facts SET times = times + ?, last_at = ? WHERE space = ?"
                + " AND event_type = ? AND fact_key = '' AND field = ? AND fact_value = ?",
            row ->
                of(
                    row.getValue().times(),
                    row.getValue().lastAt(),
                    row.getKey().space(),
                    row.getKey().type(),
                    row.getKey().value().field(),
                    row.getKey().value().text()));
    run(
        INSERT_FACT,
        unknown,
        row ->
            of(
                row.getKey().space(),
                row.getKey().type(),
                "",
                row.getKey().value().field(),
                row.getKey().value().text(),
                row.getValue().times(),
                row.getValue().firstAt(),
                row.getValue().lastAt()));
  }

  // ---- One statement for many rows ----

  private static Object[] of(Object... values) {
    return values;
  }

  /**
   * Updates rows, and inserts those that are not there.
   *
   * @param values of a row, in the order of either statement
   */
  private <T> void updateOrInsert(
      Collection<T> rows, String update, String insert, Function<T, Object[]> values) {
    run(insert, update(rows, update, values), values);
  }

  /** Updates rows, and says which of them are not there. */
  private <T> List<T> update(Collection<T> rows, String update, Function<T, Object[]> values) {
    int[] updated = run(update, rows, values);
    List<T> missing = new ArrayList<>();
    int i = 0;
    for (T row : rows) {
      if (updated[i++] == 0) {
        missing.add(row);
      }
    }
    return missing;
  }

  private <T> int[] run(String sql, Collection<T> rows, Function<T, Object[]> values) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      rows.forEach(row -> batch.add(values.apply(row)));
      return batch.execute();
    }
  }
}
