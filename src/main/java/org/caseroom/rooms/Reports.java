package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.storage.Database;

/**
 * What people reported as inappropriate, kept for the administrators. That somebody reported
 * something stands in the audit log too, without their words.
 */
public final class Reports {
  private final Database database;
  private final AuditLog audit;

  Reports(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Keeps a report. */
  public void add(Report report) {
    database.writing(
        tx -> {
          // The audit log's lock keeps two reports from taking the same number.
          audit.append(tx, List.of(new AuditEntry(AuditEntry.Kind.REPORT, facts(report))));
          ReportDao dao = new ReportDao(tx);
          dao.insert(dao.next(), report);
        });
  }

  private static ObjectNode facts(Report report) {
    ObjectNode facts = Json.object().put("by", report.by().value());
    if (report.room() != null) {
      facts.put("room_id", report.room().value());
    }
    if (report.event() != null) {
      facts.put("event_id", report.event().value());
    }
    if (report.user() != null) {
      facts.put("user_id", report.user().value());
    }
    return facts;
  }

  /**
   * Reports, newest first. The caller has checked that an administrator asks.
   *
   * @param before only those with a lower number
   */
  public List<Report> before(long before, int limit) {
    return database.read(tx -> new ReportDao(tx).before(before, limit));
  }
}
