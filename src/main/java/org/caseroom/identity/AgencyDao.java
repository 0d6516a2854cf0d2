package org.caseroom.identity;

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

  List<Agency> all() {
    return handle
        .createQuery("SELECT body FROM agencies")
        .map((rs, ctx) -> Json.bind(Json.stored(rs.getString(1)), Agency.class))
        .list();
  }
}
