package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of what people show of themselves beyond name and picture. */
final class ProfileFieldDao {
  private final Handle handle;

  ProfileFieldDao(Tx tx) {
    this.handle = tx.handle();
  }

  Map<String, JsonNode> all(UserId user) {
    Map<String, JsonNode> fields = new TreeMap<>();
    handle
        .createQuery("SELECT field, content FROM profile_fields WHERE user_id = ?")
        .bind(0, user.value())
        .map((rs, ctx) -> Map.entry(rs.getString(1), Json.parse(rs.getString(2))))
        .forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
    return fields;
  }

  Optional<JsonNode> one(UserId user, String field) {
    return handle
        .createQuery("SELECT content FROM profile_fields WHERE user_id = ? AND field = ?")
        .bind(0, user.value())
        .bind(1, field)
        .mapTo(String.class)
        .findOne()
        .map(Json::parse);
  }

  void set(UserId user, String field, JsonNode value) {
    delete(user, field);
    handle.execute(
        "INSERT INTO profile_fields (user_id, field, content) VALUES (?, ?, ?)",
        user.value(),
        field,
        Json.write(value));
  }

  void delete(UserId user, String field) {
    handle.execute(
        "DELETE FROM profile_fields WHERE user_id = ? AND field = ?", user.value(), field);
  }

  void deleteAll(UserId user) {
    handle.execute("DELETE FROM profile_fields WHERE user_id = ?", user.value());
  }
}
