package org.caseroom.rooms;

import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;
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
    return Base64.getUrlEncoder().withoutPadding().encodeToString(DigestUtils.sha256(text));
  }
}
