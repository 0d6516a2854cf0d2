package org.caseroom.identity;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.PhoneNumber;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The tables of phone numbers, and of codes that confirm an address. */
final class PhoneDao {
  private final Handle handle;

  /** A code that was sent. */
  record Code(String address, String hash, int tries, long expiresMs) {}

  PhoneDao(Tx tx) {
    this.handle = tx.handle();
  }

  Optional<PhoneNumber> of(UserId user) {
    return handle
        .createQuery("SELECT number FROM phone_numbers WHERE user_id = ?")
        .bind(0, user.value())
        .map((rs, ctx) -> PhoneNumber.of(rs.getString(1)))
        .findOne();
  }

  void put(UserId user, PhoneNumber number, long validatedMs) {
    delete(user);
    handle.execute(
        "INSERT INTO phone_numbers (user_id, number, validated_ms) VALUES (?, ?, ?)",
        user.value(),
        number.reveal(),
        validatedMs);
  }

  int delete(UserId user) {
    return handle.execute("DELETE FROM phone_numbers WHERE user_id = ?", user.value());
  }

  /** Everybody who has a confirmed e-mail address or phone number. */
  List<UserId> reachable() {
    return handle
        .createQuery("SELECT user_id FROM phone_numbers UNION SELECT user_id FROM third_party_ids")
        .map((rs, ctx) -> UserId.of(rs.getString(1)))
        .list();
  }

  void putCode(UserId user, String kind, Code code) {
    deleteCode(user, kind);
    handle.execute(
        """
        INSERT INTO contact_codes (user_id, kind, address, code_hash, tries, expires_ms)
        VALUES (?, ?, ?, ?, ?, ?)\
        """,
        user.value(),
        kind,
        code.address(),
        code.hash(),
        code.tries(),
        code.expiresMs());
  }

  Optional<Code> code(UserId user, String kind) {
    return handle
        .createQuery(
            """
            SELECT address, code_hash, tries, expires_ms FROM contact_codes
            WHERE user_id = ? AND kind = ? FOR UPDATE\
            """)
        .bind(0, user.value())
        .bind(1, kind)
        .map((rs, ctx) -> new Code(rs.getString(1), rs.getString(2), rs.getInt(3), rs.getLong(4)))
        .findOne();
  }

  void tried(UserId user, String kind) {
    handle.execute(
        "UPDATE contact_codes SET tries = tries + 1 WHERE user_id = ? AND kind = ?",
        user.value(),
        kind);
  }

  void deleteCode(UserId user, String kind) {
    handle.execute("DELETE FROM contact_codes WHERE user_id = ? AND kind = ?", user.value(), kind);
  }

  /** Takes away all that a person had. */
  void deleteAll(UserId user) {
    delete(user);
    handle.execute("DELETE FROM contact_codes WHERE user_id = ?", user.value());
  }

  boolean hasExpiredCodes(long nowMs) {
    return handle
        .createQuery("SELECT 1 FROM contact_codes WHERE expires_ms <= ? LIMIT 1")
        .bind(0, nowMs)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void deleteExpiredCodes(long nowMs) {
    handle.execute("DELETE FROM contact_codes WHERE expires_ms <= ?", nowMs);
  }
}
