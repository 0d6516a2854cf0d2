package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of filters. */
final class FilterDao {
  private final Handle handle;

  FilterDao(Tx tx) {
    this.handle = tx.handle();
  }

  void insert(UserId user, String id, String content) {
    handle.execute(
        """
        INSERT INTO filters (user_id, filter_id, content) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING\
        """,
        user.value(),
        id,
        content);
  }

  long count(UserId user) {
    return handle
        .createQuery("SELECT COUNT(*) FROM filters WHERE user_id = ?")
        .bind(0, user.value())
        .mapTo(Long.class)
        .one();
  }

  Optional<ObjectNode> find(UserId user, String id) {
    return handle
        .createQuery("SELECT content FROM filters WHERE user_id = ? AND filter_id = ?")
        .bind(0, user.value())
        .bind(1, id)
        .mapTo(String.class)
        .findOne()
        .map(Json::stored);
  }
}
