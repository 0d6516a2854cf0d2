package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.ClockState;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the tables of lists and reports. */
final class ReportReadDao {
  /** As many ids as are asked for at once. */
  private static final int AT_ONCE = 500;

  private static final int MANY = 1_000;

  /** A run of a clock and whose case it is of. */
  record ClockRow(String space, ClockState clock) {}

  /** A running clock, whose content is read only where it is shown. */
  record RunningRow(String space, String id, long dueAt, String body) {
    ClockState clock() {
      return ClockContent.read(id, (ObjectNode) Json.stored(body));
    }
  }

  /** A question as it stands. */
  record QuestionRow(
      String space, String number, String room, String owner, long askedAt, String due) {}

  /** A paper whose current version nobody has signed. */
  record PaperRow(String space, String type, String key, String author, long writtenAt) {}

  /** A fact of a case. */
  record FactRow(
      String space,
      String type,
      String key,
      String field,
      String value,
      int times,
      long firstAt,
      long lastAt) {}

  private final Handle handle;

  ReportReadDao(Tx tx) {
    this.handle = tx.handle();
  }

  private static String where(Scope scope) {
    return " WHERE c.agency = :agency"
        + (scope.hub() == null ? "" : " AND c.hub = :hub")
        + (scope.lead() == null ? "" : " AND c.lead_id = :lead");
  }

  private Query query(String select, Scope scope, String more) {
    Query query = handle.createQuery(select + where(scope) + more).bind("agency", scope.agency());
    if (scope.hub() != null) {
      query.bind("hub", scope.hub());
    }
    if (scope.lead() != null) {
      query.bind("lead", scope.lead());
    }
    return query;
  }

  /** The heads of a scope's cases, in the order in which they opened. */
  List<CaseHead> heads(Scope scope) {
    return query("SELECT c.* FROM report_cases c", scope, " ORDER BY c.opened_at, c.space")
        .map((row, context) -> head(row))
        .list();
  }

  /** The heads of those of these rooms that are cases. */
  List<CaseHead> heads(Collection<String> spaces) {
    return pieces(spaces.size() > MANY ? cases(spaces) : spaces).stream()
        .flatMap(
            piece ->
                handle
                    .createQuery(
                        "SELECT c.* FROM report_cases c WHERE c.space IN (<spaces>)"
                            + " ORDER BY c.opened_at, c.space")
                    .bindList("spaces", piece)
                    .map((row, context) -> head(row))
                    .list()
                    .stream())
        .toList();
  }

  /** Of many rooms, those that are cases: one walk through the index instead of many lookups. */
  private List<String> cases(Collection<String> rooms) {
    return handle
        .createQuery("SELECT space FROM report_cases")
        .mapTo(String.class)
        .filter(rooms::contains)
        .list();
  }

  private static List<List<String>> pieces(Collection<String> all) {
    List<String> list = List.copyOf(all);
    List<List<String>> pieces = new java.util.ArrayList<>();
    for (int i = 0; i < list.size(); i += AT_ONCE) {
      pieces.add(list.subList(i, Math.min(list.size(), i + AT_ONCE)));
    }
    return pieces;
  }

  private static CaseHead head(ResultSet row) throws SQLException {
    return new CaseHead(
        row.getString("space"),
        row.getString("reference"),
        row.getString("agency"),
        row.getString("hub"),
        row.getString("procedure_id"),
        row.getString("child"),
        date(row, "born"),
        date(row, "order_date"),
        row.getString("channel"),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        row.getString("stage"),
        Instant.ofEpochMilli(row.getLong("stage_since")),
        row.getString("lead_id"),
        row.getInt("needs_flag") == 1,
        row.getInt("open_questions"),
        row.getLong("next_due_at"));
  }

  private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    try {
      return text == null || text.isBlank() ? null : LocalDate.parse(text);
    } catch (java.time.format.DateTimeParseException noDay) {
      // Such as 30 February, which the shape of an event lets pass.
      return null;
    }
  }

  /** All runs of the clocks of a scope's cases, soonest due first. */
  List<ClockRow> clocks(Scope scope) {
    return query(
            "SELECT k.* FROM report_clocks k JOIN report_cases c ON c.space = k.space",
            scope,
            " ORDER BY k.due_at, k.space, k.clock_id, k.started_by")
        .map((row, context) -> clock(row))
        .list();
  }

  /** The running clocks of a scope's cases that are due before a moment, soonest first. */
  List<RunningRow> due(Scope scope, Instant before) {
    return query(
            "SELECT k.space, k.clock_id, k.due_at, k.body"
                + " FROM report_clocks k JOIN report_cases c ON c.space = k.space",
            scope,
            " AND k.status = 'running' AND k.due_at < :before"
                + " ORDER BY k.due_at, k.space, k.clock_id")
        .bind("before", before.toEpochMilli())
        .map(
            (row, context) ->
                new RunningRow(
                    row.getString("space"),
                    row.getString("clock_id"),
                    row.getLong("due_at"),
                    row.getString("body")))
        .list();
  }

  /** As {@link #due}, with what the clocks say. */
  List<ClockRow> running(Scope scope, Instant before) {
    return due(scope, before).stream().map(row -> new ClockRow(row.space(), row.clock())).toList();
  }

  /** The running clocks of these cases, soonest due first. */
  List<ClockRow> runningOf(Collection<String> spaces) {
    return pieces(spaces).stream()
        .flatMap(
            piece ->
                handle
                    .createQuery(
                        "SELECT k.* FROM report_clocks k WHERE k.space IN (<spaces>)"
                            + " AND k.status = 'running' ORDER BY k.due_at, k.space, k.clock_id")
                    .bindList("spaces", piece)
                    .map((row, context) -> clock(row))
                    .list()
                    .stream())
        .toList();
  }

  private static ClockRow clock(ResultSet row) throws SQLException {
    return new ClockRow(
        row.getString("space"),
        ClockContent.read(
            row.getString("clock_id"), (ObjectNode) Json.stored(row.getString("body"))));
  }

  /** The open questions of a scope's cases, soonest due first. */
  List<QuestionRow> open(Scope scope) {
    return query(
            "SELECT q.* FROM report_questions q JOIN report_cases c ON c.space = q.space",
            scope,
            " AND q.status = 'open' ORDER BY q.due_on, q.space, q.number")
        .map(
            (row, context) ->
                new QuestionRow(
                    row.getString("space"),
                    row.getString("number"),
                    row.getString("room"),
                    row.getString("owner_id"),
                    row.getLong("asked_at"),
                    row.getString("due_on")))
        .list();
  }

  /**
   * The papers of a scope's cases that want a signature and have none, oldest first.
   *
   * @param types the event types of papers that are signed
   * @param notBy whose own papers are left out: who writes one does not sign it
   */
  List<PaperRow> unsigned(Scope scope, Collection<String> types, String notBy) {
    if (types.isEmpty()) {
      return List.of();
    }
    return query(
            "SELECT p.* FROM report_papers p JOIN report_cases c ON c.space = p.space",
            scope,
            " AND p.event_type IN (<types>) AND p.author <> :author AND NOT EXISTS (SELECT 1 FROM"
                + " report_signed s WHERE s.document_event = p.event_id AND s.space = p.space)"
                + " ORDER BY p.written_at, p.space, p.event_type, p.paper_key")
        .bindList("types", List.copyOf(types))
        .bind("author", notBy)
        .map(
            (row, context) ->
                new PaperRow(
                    row.getString("space"),
                    row.getString("event_type"),
                    row.getString("paper_key"),
                    row.getString("author"),
                    row.getLong("written_at")))
        .list();
  }

  /** The facts of a scope's cases from these types of events. */
  List<FactRow> facts(Scope scope, Collection<String> types) {
    if (types.isEmpty()) {
      return List.of();
    }
    return query(
            "SELECT f.* FROM report_facts f JOIN report_cases c ON c.space = f.space",
            scope,
            " AND f.event_type IN (<types>)"
                + " ORDER BY f.space, f.event_type, f.fact_key, f.field, f.fact_value")
        .bindList("types", List.copyOf(types))
        .map(
            (row, context) ->
                new FactRow(
                    row.getString("space"),
                    row.getString("event_type"),
                    row.getString("fact_key"),
                    row.getString("field"),
                    row.getString("fact_value"),
                    row.getInt("times"),
                    row.getLong("first_at"),
                    row.getLong("last_at")))
        .list();
  }

  /** The cases whose team somebody was taken out of. */
  List<String> left(String personKey) {
    return handle
        .createQuery(
            """
            SELECT space FROM report_facts WHERE event_type = 'org.caseroom.member'
            AND fact_key = :person AND field = 'left' AND fact_value = 'true'
            """)
        .bind("person", personKey)
        .mapTo(String.class)
        .list();
  }
}
