package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

  /** The signatures on a user's keys that somebody may see: the user's own and theirs. */
  List<Signature> signatures(UserId target, UserId asker) {
    return handle
        .createQuery(
            """
            SELECT target_key, signer, signer_key, signature FROM key_signatures
            WHERE target_user = ? AND signer IN (?, ?)\
            """)
        .bind(0, target.value())
        .bind(1, target.value())
        .bind(2, asker.value())
        .map(
            (rs, ctx) ->
                new Signature(
                    rs.getString(1), UserId.of(rs.getString(2)), rs.getString(3), rs.getString(4)))
        .list();
  }
}
