package org.caseroom.cases.once;

import java.util.Optional;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The table of answered requests. */
final class OnceDao {
  private final Handle handle;

  OnceDao(Tx tx) {
    this.handle = tx.handle();
  }

  /**
   * A row.
   *
   * @param answer what was answered; empty while the request runs
   */
  record Row(String fingerprint, long begunMs, Optional<byte[]> answer) {}

  /** Takes a key; false when it is taken. */
  boolean begin(String key, String fingerprint, long nowMs) {
    return handle.execute(
            "INSERT INTO api_answers (request_key, fingerprint, begun_ms) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            key,
            fingerprint,
            nowMs)
        == 1;
  }

  Optional<Row> find(String key) {
    return handle
        .createQuery("SELECT fingerprint, begun_ms, answer FROM api_answers WHERE request_key = ?")
        .bind(0, key)
        .map(
            (row, context) ->
                new Row(row.getString(1), row.getLong(2), Optional.ofNullable(row.getBytes(3))))
        .findOne();
  }

  void answer(String key, byte[] answer) {
    handle.execute("UPDATE api_answers SET answer = ? WHERE request_key = ?", answer, key);
  }

  void release(String key) {
    handle.execute("DELETE FROM api_answers WHERE request_key = ? AND answer IS NULL", key);
  }

  void forgetBefore(long ms) {
    handle.execute("DELETE FROM api_answers WHERE begun_ms < ?", ms);
  }
}
