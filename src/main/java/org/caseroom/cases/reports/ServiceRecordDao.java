package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** Records of the service about itself. */
final class ServiceRecordDao {
  private final Handle handle;

  ServiceRecordDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** The key of an agency's pseudonyms; this one when it has none yet. */
  String key(String agency, String fresh) {
    handle.execute(
        "INSERT INTO report_keys (agency, key_text) VALUES (?, ?) ON CONFLICT DO NOTHING",
        agency,
        fresh);
    return handle
        .createQuery("SELECT key_text FROM report_keys WHERE agency = ?")
        .bind(0, agency)
        .mapTo(String.class)
        .one();
  }

  void rate(String agency, int requirement, ObjectNode rating) {
    String body = Json.write(rating);
    int updated =
        handle.execute(
            "UPDATE service_ratings SET body = ? WHERE agency = ? AND requirement = ?",
            body,
            agency,
            requirement);
    if (updated == 0) {
      handle.execute(
          "INSERT INTO service_ratings (agency, requirement, body) VALUES (?, ?, ?)",
          agency,
          requirement,
          body);
    }
  }

  Map<Integer, ObjectNode> ratings(String agency) {
    Map<Integer, ObjectNode> ratings = new TreeMap<>();
    handle
        .createQuery("SELECT requirement, body FROM service_ratings WHERE agency = ?")
        .bind(0, agency)
        .map((row, context) -> Map.entry(row.getInt(1), Json.stored(row.getString(2))))
        .forEach(entry -> ratings.put(entry.getKey(), entry.getValue()));
    return ratings;
  }

  /** Keeps a sample under the agency's next number. */
  int addSample(String agency, ObjectNode sample) {
    int number =
        handle
                .createQuery("SELECT COALESCE(MAX(number), 0) FROM audit_samples WHERE agency = ?")
                .bind(0, agency)
                .mapTo(Integer.class)
                .one()
            + 1;
    handle.execute(
        "INSERT INTO audit_samples (agency, number, body) VALUES (?, ?, ?)",
        agency,
        number,
        Json.write(sample.put("number", number)));
    return number;
  }

  void saveSample(String agency, int number, ObjectNode sample) {
    handle.execute(
        "UPDATE audit_samples SET body = ? WHERE agency = ? AND number = ?",
        Json.write(sample),
        agency,
        number);
  }

  /** A sample, its row locked until the transaction ends. */
  Optional<ObjectNode> lockSample(String agency, int number) {
    return handle
        .createQuery("SELECT body FROM audit_samples WHERE agency = ? AND number = ? FOR UPDATE")
        .bind(0, agency)
        .bind(1, number)
        .map((row, context) -> Json.stored(row.getString(1)))
        .findOne();
  }

  List<ObjectNode> samples(String agency) {
    return handle
        .createQuery("SELECT body FROM audit_samples WHERE agency = ? ORDER BY number DESC")
        .bind(0, agency)
        .map((row, context) -> Json.stored(row.getString(1)))
        .list();
  }

  /** Notes a receipt; false when it was there already. */
  boolean receipt(String user, String procedure, String version, long at) {
    return handle.execute(
            """
            INSERT INTO policy_receipts (user_id, procedure_id, version, read_at)
            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            user,
            procedure,
            version,
            at)
        > 0;
  }

  /** When each person confirmed a version, in milliseconds. */
  Map<String, Long> receipts(String procedure, String version) {
    Map<String, Long> receipts = new TreeMap<>();
    handle
        .createQuery(
            "SELECT user_id, read_at FROM policy_receipts WHERE procedure_id = ? AND version = ?")
        .bind(0, procedure)
        .bind(1, version)
        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(entry -> receipts.put(entry.getKey(), entry.getValue()));
    return receipts;
  }

  /** The decisions of a scope's cases, as {@code reference/Dnumber}, in order. */
  List<String> decisions(Scope scope) {
    return handle
        .createQuery(
            """
            SELECT c.reference, d.number FROM case_decisions d
            JOIN report_cases c ON c.space = d.space
            WHERE c.agency = :agency AND (c.hub = :hub OR :whole = 1)
            ORDER BY c.opened_at, c.space, d.number
            """)
        .bind("agency", scope.agency())
        .bind("hub", scope.hub() == null ? "" : scope.hub())
        .bind("whole", scope.hub() == null ? 1 : 0)
        .map((row, context) -> row.getString(1) + "/D" + row.getInt(2))
        .list();
  }
}
