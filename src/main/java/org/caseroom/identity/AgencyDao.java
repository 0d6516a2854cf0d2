package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of agencies. */
final class AgencyDao {
  private final Handle handle;

  AgencyDao(Tx tx) {
    this.handle = tx.handle();
  }

  void save(Agency agency) {
    String body = Json.write(agency);
    if (handle.execute("UPDATE agencies SET body = ? WHERE id = ?", body, agency.id()) == 0) {
      handle.execute("INSERT INTO agencies (id, body) VALUES (?, ?)", agency.id(), body);
    }
  }

  /**
   * All of them. What was stored before agreements were recorded shares information as it did, by
   * an agreement taken as read.
   */
  List<Agency> all(LocalDate today) {
    return handle
        .createQuery("SELECT body FROM agencies")
        .map((rs, ctx) -> agency(Json.stored(rs.getString(1)), today))
        .list();
  }

  private static Agency agency(ObjectNode body, LocalDate today) {
    if (!body.has("agreement")) {
      body.set("agreement", Json.mapper().valueToTree(Agency.Agreement.assumed(today)));
    }
    return Json.bind(body, Agency.class);
  }
}
