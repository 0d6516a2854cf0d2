package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The tables of cross-signing keys and of signatures on keys. */
final class CrossSigningDao {
  private final Handle handle;

  CrossSigningDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** A signature on a key. */
  record Signature(String targetKey, UserId signer, String signerKey, String signature) {}

  /** A user's key for one purpose. */
  record Key(UserId user, String usage, ObjectNode content) {}

  /** A signature on a key of a user's. */
  record Signed(UserId target, Signature signature) {}

  /** All keys of several users. */
  List<Key> all(Collection<UserId> users) {
    return handle
        .createQuery(
            "SELECT user_id, key_usage, content FROM cross_signing_keys"
                + " WHERE user_id IN (<users>)")
        .bindList("users", users.stream().map(UserId::value).toList())
        .map(
            (rs, ctx) ->
                new Key(UserId.of(rs.getString(1)), rs.getString(2), Json.stored(rs.getString(3))))
        .list();
  }

  Optional<ObjectNode> find(UserId user, String usage) {
    return handle
        .createQuery("SELECT content FROM cross_signing_keys WHERE user_id = ? AND key_usage = ?")
        .bind(0, user.value())
        .bind(1, usage)
        .mapTo(String.class)
        .findOne()
        .map(Json::stored);
  }

  void save(UserId user, String usage, ObjectNode content) {
    String text = Json.write(content);
    int updated =
        handle.execute(
            "UPDATE cross_signing_keys SET content = ? WHERE user_id = ? AND key_usage = ?",
            text,
            user.value(),
            usage);
    if (updated == 0) {
      handle.execute(
          "INSERT INTO cross_signing_keys (user_id, key_usage, content) VALUES (?, ?, ?)",
          user.value(),
          usage,
          text);
    }
  }

  /** Takes away what was signed by a key that is no more. */
  void deleteSignaturesBy(UserId signer, String signerKey) {
    handle.execute(
        "DELETE FROM key_signatures WHERE signer = ? AND signer_key = ?",
        signer.value(),
        signerKey);
  }

  void addSignature(UserId target, Signature signature) {
    int updated =
        handle.execute(
            """
            UPDATE key_signatures SET signature = ?
            WHERE target_user = ? AND target_key = ? AND signer = ? AND signer_key = ?\
            """,
            signature.signature(),
            target.value(),
            signature.targetKey(),
            signature.signer().value(),
            signature.signerKey());
    if (updated == 0) {
      handle.execute(
          """
          INSERT INTO key_signatures (target_user, target_key, signer, signer_key, signature)
          VALUES (?, ?, ?, ?, ?)\
          """,
          target.value(),
          signature.targetKey(),
          signature.signer().value(),
          signature.signerKey(),
          signature.signature());
    }
  }

  /** The signatures on users' keys that somebody may see: each user's own and theirs. */
  List<Signed> signatures(Collection<UserId> targets, UserId asker) {
    return handle
        .createQuery(
            """
            SELECT target_user, target_key, signer, signer_key, signature FROM key_signatures
            WHERE target_user IN (<targets>) AND (signer = target_user OR signer = :asker)\
            """)
        .bindList("targets", targets.stream().map(UserId::value).toList())
        .bind("asker", asker.value())
        .map(
            (rs, ctx) ->
                new Signed(
                    UserId.of(rs.getString(1)),
                    new Signature(
                        rs.getString(2),
                        UserId.of(rs.getString(3)),
                        rs.getString(4),
                        rs.getString(5))))
        .list();
  }
}
