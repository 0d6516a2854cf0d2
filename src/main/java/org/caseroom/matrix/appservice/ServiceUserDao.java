package org.caseroom.matrix.appservice;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of users that application services made. */
final class ServiceUserDao {
  private final Handle handle;

  ServiceUserDao(Tx tx) {
    this.handle = tx.handle();
  }

  List<UserId> all() {
    return handle
        .createQuery("SELECT user_id FROM appservice_users")
        .map((row, context) -> UserId.of(row.getString(1)))
        .list();
  }

  boolean has(UserId user) {
    return handle
            .createQuery("SELECT COUNT(*) FROM appservice_users WHERE user_id = ?")
            .bind(0, user.value())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  void insert(UserId user, String service) {
    handle.execute(
        """
        INSERT INTO appservice_users (user_id, service_id) VALUES (?, ?)
        ON CONFLICT DO NOTHING
        """,
        user.value(),
        service);
  }

  void delete(UserId user) {
    handle.execute("DELETE FROM appservice_users WHERE user_id = ?", user.value());
  }
}
