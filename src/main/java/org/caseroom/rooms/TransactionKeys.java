package org.caseroom.rooms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.caseroom.base.UserId;

/** One short key for whose transaction it is, on which device and endpoint, and its id. */
final class TransactionKeys {
  private TransactionKeys() {}

  static String of(UserId user, Draft.Transaction transaction) {
    String text =
        String.join(
            "\0",
            user.value(),
            transaction.device().value(),
            transaction.scope(),
            transaction.id());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
