package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.CanonicalJson;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

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

  void stage(String space, String stage, long since) {
    handle.execute(
        "UPDATE report_cases SET stage = ?, stage_since = ? WHERE space = ?", stage, since, space);
  }

  void lead(String space, String person) {
    handle.execute("UPDATE report_cases SET lead_id = ? WHERE space = ?", person, space);
  }

  void needs(String space) {
    handle.execute("UPDATE report_cases SET needs_flag = 1 WHERE space = ?", space);
  }

  void clock(String space, String id, ObjectNode clock) {
    String startedBy = clock.path("started_by").asText();
    String status = clock.path("status").asText();
    long dueAt = clock.path("due_at").asLong();
    String body = CanonicalJson.encodeToString(clock);
    int updated =
        handle.execute(
            "UPDATE report_clocks SET status = ?, due_at = ?, body = ?"
                + " WHERE space = ? AND clock_id = ? AND started_by = ?",
            status,
            dueAt,
            body,
            space,
            id,
            startedBy);
    if (updated == 0) {
      handle.execute(
          """
          INSERT INTO report_clocks (space, clock_id, started_by, status, due_at, body)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          space,
          id,
          startedBy,
          status,
          dueAt,
          body);
    }
    handle.execute(
        """
        UPDATE report_cases SET next_due_at = COALESCE(
          (SELECT MIN(k.due_at) FROM report_clocks k
           WHERE k.space = report_cases.space AND k.status = 'running'), ?)
        WHERE space = ?
        """,
        Long.MAX_VALUE,
        space);
  }

  void question(String space, String number, Event event) {
    ObjectNode content = event.content();
    int updated =
        handle.execute(
            "UPDATE report_questions SET owner_id = ?, status = ?, due_on = ?"
                + " WHERE space = ? AND number = ?",
            content.path("owner").asText(),
            content.path("status").asText(),
            content.path("due").asText(),
            space,
            number);
    if (updated == 0) {
      handle.execute(
          """
          INSERT INTO report_questions (space, number, room, owner_id, asked_at, status, due_on)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          space,
          number,
          content.path("room").asText(),
          content.path("owner").asText(),
          content.path("asked").asLong(),
          content.path("status").asText(),
          content.path("due").asText());
    }
    handle.execute(
        """
        UPDATE report_cases SET open_questions =
          (SELECT COUNT(*) FROM report_questions q
           WHERE q.space = report_cases.space AND q.status = 'open')
        WHERE space = ?
        """,
        space);
  }

  void paper(String space, String key, Event event) {
    int updated =
        handle.execute(
            "UPDATE report_papers SET event_id = ?, author = ?, written_at = ?"
                + " WHERE space = ? AND event_type = ? AND paper_key = ?",
            event.id().value(),
            event.sender().value(),
            event.originServerTs(),
            space,
            event.type(),
            key);
    if (updated == 0) {
      handle.execute(
          """
          INSERT INTO report_papers (space, event_type, paper_key, event_id, author, written_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          space,
          event.type(),
          key,
          event.id().value(),
          event.sender().value(),
          event.originServerTs());
    }
  }

  void signed(String space, String document, String documentEvent) {
    int updated =
        handle.execute(
            "UPDATE report_signed SET document_event = ? WHERE space = ? AND document = ?",
            documentEvent,
            space,
            document);
    if (updated == 0) {
      handle.execute(
          "INSERT INTO report_signed (space, document, document_event) VALUES (?, ?, ?)",
          space,
          document,
          documentEvent);
    }
  }

  /**
   * Notes the facts of an event.
   *
   * @param key the state key, whose earlier facts are replaced; null for a message, which counts
   */
  void facts(String space, String type, @Nullable String key, long at, List<Facts.Value> values) {
    if (key == null) {
      values.forEach(value -> count(space, type, value, at));
      return;
    }
    handle.execute(
        "DELETE FROM report_facts WHERE space = ? AND event_type = ? AND fact_key = ?",
        space,
        type,
        key);
    PreparedBatch batch = handle.prepareBatch(INSERT_FACT);
    for (Facts.Value value : values) {
      batch.add(space, type, key, value.field(), value.text(), at, at);
    }
    batch.execute();
  }

  private static final String INSERT_FACT =
      """
      INSERT INTO report_facts (space, event_type, fact_key, field, fact_value, times, first_at,
        last_at)
      VALUES (?, ?, ?, ?, ?, 1, ?, ?)
      """;

  private void count(String space, String type, Facts.Value value, long at) {
    int updated =
        handle.execute(
            "UPDATE report_facts SET times = times + 1, last_at = ? WHERE space = ?"
                + " AND event_type = ? AND fact_key = '' AND field = ? AND fact_value = ?",
            at,
            space,
            type,
            value.field(),
            value.text());
    if (updated == 0) {
      handle.execute(INSERT_FACT, space, type, "", value.field(), value.text(), at, at);
    }
  }
}
