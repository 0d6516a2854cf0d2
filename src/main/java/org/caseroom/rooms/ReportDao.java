package org.caseroom.rooms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of reports. */
final class ReportDao {
  private final Handle handle;

  ReportDao(Tx tx) {
    this.handle = tx.handle();
  }

  long next() {
    return handle
        .createQuery("SELECT COALESCE(MAX(report_number), 0) + 1 FROM reports")
        .mapTo(Long.class)
        .one();
  }

  void insert(long number, Report report) {
    handle
        .createUpdate(
            """
            INSERT INTO reports
              (report_number, reported_ms, reporter, room_id, event_id, reported_user, reason, score)
            VALUES (:number, :at, :by, :room, :event, :user, :reason, :score)
            """)
        .bind("number", number)
        .bind("at", report.at().toEpochMilli())
        .bind("by", report.by().value())
        .bind("room", Optional.ofNullable(report.room()).map(RoomId::value).orElse(null))
        .bind("event", Optional.ofNullable(report.event()).map(EventId::value).orElse(null))
        .bind("user", Optional.ofNullable(report.user()).map(UserId::value).orElse(null))
        .bind("reason", report.reason())
        .bind("score", report.score())
        .execute();
  }

  /** Reports before a number, newest first. */
  List<Report> before(long number, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM reports WHERE report_number < :before"
                + " ORDER BY report_number DESC LIMIT :limit")
        .bind("before", number)
        .bind("limit", limit)
        .map(
            (row, context) -> {
              int score = row.getInt("score");
              @Nullable Integer said = row.wasNull() ? null : Integer.valueOf(score);
              return new Report(
                  row.getLong("report_number"),
                  Instant.ofEpochMilli(row.getLong("reported_ms")),
                  UserId.of(row.getString("reporter")),
                  read(row.getString("room_id"), RoomId::of),
                  read(row.getString("event_id"), EventId::of),
                  read(row.getString("reported_user"), UserId::of),
                  row.getString("reason"),
                  said);
            })
        .list();
  }

  private static <T> @Nullable T read(@Nullable String text, Function<String, T> form) {
    return text == null ? null : form.apply(text);
  }
}
