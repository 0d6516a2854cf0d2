package org.caseroom.identity;

import java.util.Optional;
import org.caseroom.base.EmailAddress;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The tables of addresses that are being confirmed. */
final class AddressCheckDao {
  private static final String SELECT =
      """
      SELECT c.sid, c.purpose, c.address, c.secret_hash, c.send_attempt, c.next_link, c.expires_ms,
        c.validated_ms
      FROM address_checks c\
      """;

  private final Handle handle;

  /** A row. */
  record Row(
      String sid,
      AddressChecks.Purpose purpose,
      EmailAddress address,
      String secretHash,
      long sendAttempt,
      @Nullable String nextLink,
      long expiresMs,
      @Nullable Long validatedMs) {}

  AddressCheckDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** Adds a check; false when the same was begun at the same moment. */
  boolean insert(Row row) {
    return handle.execute(
            """
            INSERT INTO address_checks (sid, purpose, address, secret_hash, send_attempt, next_link,
              expires_ms, validated_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, NULL)
            ON CONFLICT DO NOTHING\
            """,
            row.sid(),
            row.purpose().name(),
            row.address().reveal(),
            row.secretHash(),
            row.sendAttempt(),
            row.nextLink(),
            row.expiresMs())
        == 1;
  }

  Optional<Row> find(AddressChecks.Purpose purpose, EmailAddress address, String secretHash) {
    return one(
        handle
            .createQuery(
                SELECT + " WHERE c.purpose = ? AND c.address = ? AND c.secret_hash = ? FOR UPDATE")
            .bind(0, purpose.name())
            .bind(1, address.reveal())
            .bind(2, secretHash));
  }

  Optional<Row> bySid(String sid) {
    return one(handle.createQuery(SELECT + " WHERE c.sid = ?").bind(0, sid));
  }

  Optional<Row> byLink(String tokenHash) {
    return one(
        handle
            .createQuery(
                SELECT + " JOIN address_check_links l ON l.sid = c.sid WHERE l.token_hash = ?")
            .bind(0, tokenHash));
  }

  private static Optional<Row> one(Query query) {
    return query
        .map(
            (rs, ctx) -> {
              long validated = rs.getLong(8);
              boolean open = rs.wasNull();
              return new Row(
                  rs.getString(1),
                  AddressChecks.Purpose.valueOf(rs.getString(2)),
                  EmailAddress.of(rs.getString(3)),
                  rs.getString(4),
                  rs.getLong(5),
                  rs.getString(6),
                  rs.getLong(7),
                  open ? null : validated);
            })
        .findOne();
  }

  void sentAgain(String sid, long sendAttempt, @Nullable String nextLink, long expiresMs) {
    handle.execute(
        "UPDATE address_checks SET send_attempt = ?, next_link = ?, expires_ms = ? WHERE sid = ?",
        sendAttempt,
        nextLink,
        expiresMs,
        sid);
  }

  void insertLink(String tokenHash, String sid) {
    handle.execute(
        "INSERT INTO address_check_links (token_hash, sid) VALUES (?, ?)", tokenHash, sid);
  }

  /** Notes that the address was confirmed; the first time counts. */
  void confirm(String sid, long nowMs, long expiresMs) {
    handle.execute(
        """
        UPDATE address_checks SET validated_ms = ?, expires_ms = ?
        WHERE sid = ? AND validated_ms IS NULL\
        """,
        nowMs,
        expiresMs,
        sid);
  }

  /** Takes a check away, with its links; false when somebody was quicker. */
  boolean delete(String sid) {
    handle.execute("DELETE FROM address_check_links WHERE sid = ?", sid);
    return handle.execute("DELETE FROM address_checks WHERE sid = ?", sid) == 1;
  }

  boolean hasExpired(long nowMs) {
    return handle
        .createQuery("SELECT 1 FROM address_checks WHERE expires_ms <= ? LIMIT 1")
        .bind(0, nowMs)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void deleteExpired(long nowMs) {
    handle.execute(
        """
        DELETE FROM address_check_links
        WHERE sid IN (SELECT sid FROM address_checks WHERE expires_ms <= ?)\
        """,
        nowMs);
    handle.execute("DELETE FROM address_checks WHERE expires_ms <= ?", nowMs);
  }
}
