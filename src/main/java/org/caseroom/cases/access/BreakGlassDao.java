package org.caseroom.cases.access;

import java.util.List;
import java.util.Map;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** Reads and writes the table of openings. */
final class BreakGlassDao {
  /** Where an opening is. */
  record Row(String space, String number) {}

  /** How an opening stands. */
  record Standing(
      String space,
      String number,
      String person,
      String agency,
      String hub,
      String status,
      long from,
      long until,
      boolean reviewed) {}

  private final Handle handle;

  BreakGlassDao(Tx tx) {
    this.handle = tx.handle();
  }

  void put(Standing standing) {
    handle
        .createUpdate("DELETE FROM break_glass WHERE space = :space AND number = :number")
        .bind("space", standing.space())
        .bind("number", standing.number())
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO break_glass
              (space, number, person, agency, hub, status, from_ms, until_ms, reviewed)
            VALUES
              (:space, :number, :person, :agency, :hub, :status, :from, :until, :reviewed)\
            """)
        .bind("space", standing.space())
        .bind("number", standing.number())
        .bind("person", standing.person())
        .bind("agency", standing.agency())
        .bind("hub", standing.hub())
        .bind("status", standing.status())
        .bind("from", standing.from())
        .bind("until", standing.until())
        .bind("reviewed", standing.reviewed())
        .execute();
  }

  /** Those with a status whose time was over at a moment. */
  List<Row> over(String status, long at) {
    return handle
        .createQuery(
            """
            SELECT space, number FROM break_glass
            WHERE status = :status AND until_ms <= :at ORDER BY until_ms, space\
            """)
        .bind("status", status)
        .bind("at", at)
        .map((rs, ctx) -> new Row(rs.getString(1), rs.getString(2)))
        .list();
  }

  /** Those of an agency, newest first. */
  List<Row> of(String agency) {
    return where("agency = :agency", Map.of("agency", agency));
  }

  /** Those of an agency that no manager has looked at, newest first. */
  List<Row> unreviewed(String agency) {
    return where("agency = :agency AND reviewed = FALSE", Map.of("agency", agency));
  }

  /** Those of a person with a status, newest first. */
  List<Row> openOf(String person, String status) {
    return where(
        "person = :person AND status = :status", Map.of("person", person, "status", status));
  }

  private List<Row> where(String condition, Map<String, String> values) {
    return handle
        .createQuery(
            "SELECT space, number FROM break_glass WHERE "
                + condition
                + " ORDER BY from_ms DESC, space, number")
        .bindMap(values)
        .map((rs, ctx) -> new Row(rs.getString(1), rs.getString(2)))
        .list();
  }
}
