package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;

/** One look-up of keys, with the signatures that the asker may see. */
final class KeyQuery {
  private final UserId asker;
  private final DeviceKeyDao devices;
  private final CrossSigningDao crossSigning;

  KeyQuery(Tx tx, UserId asker) {
    this.asker = asker;
    this.devices = new DeviceKeyDao(tx);
    this.crossSigning = new CrossSigningDao(tx);
  }

  ObjectNode answer(Map<UserId, Set<DeviceId>> wanted) {
    ObjectNode answer = Json.object();
    answer.putObject("failures");
    ObjectNode deviceKeys = answer.putObject("device_keys");
    ObjectNode master = answer.putObject("master_keys");
    ObjectNode selfSigning = answer.putObject("self_signing_keys");
    ObjectNode userSigning = answer.putObject("user_signing_keys");
    wanted.forEach(
        (user, ids) -> {
          List<CrossSigningDao.Signature> signatures = crossSigning.signatures(user, asker);
          deviceKeys.set(user.value(), devicesOf(user, ids, signatures));
          put(master, user, CrossSigning.MASTER, signatures);
          put(selfSigning, user, CrossSigning.SELF_SIGNING, signatures);
          if (user.equals(asker)) {
            put(userSigning, user, CrossSigning.USER_SIGNING, signatures);
          }
        });
    return answer;
  }

  private ObjectNode devicesOf(
      UserId user, Set<DeviceId> ids, List<CrossSigningDao.Signature> signatures) {
    ObjectNode found = Json.object();
    for (DeviceKeyDao.Row row : devices.all(user)) {
      if (ids.isEmpty() || ids.contains(row.device())) {
        ObjectNode keys = row.content();
        sign(keys, row.device().value(), signatures);
        ObjectNode unsigned = keys.putObject("unsigned");
        if (row.displayName() != null) {
          unsigned.put("device_display_name", row.displayName());
        }
        found.set(row.device().value(), keys);
      }
    }
    return found;
  }

  private void put(
      ObjectNode into, UserId user, String usage, List<CrossSigningDao.Signature> signatures) {
    crossSigning
        .find(user, usage)
        .ifPresent(
            key -> {
              SignedJson.onlyKey(key).ifPresent(only -> sign(key, only.getValue(), signatures));
              into.set(user.value(), key);
            });
  }

  private static void sign(
      ObjectNode key, String target, List<CrossSigningDao.Signature> signatures) {
    for (CrossSigningDao.Signature signature : signatures) {
      if (signature.targetKey().equals(target)) {
        key.withObjectProperty(SignedJson.SIGNATURES)
            .withObjectProperty(signature.signer().value())
            .put(signature.signerKey(), signature.signature());
      }
    }
  }
}
