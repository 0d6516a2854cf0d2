package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;

/**
 * One look-up of keys, with the signatures that the asker may see. Clients ask about all members of
 * a room at once, so the tables are asked about many users at a time.
 */
final class KeyQuery {
  private static final int AT_ONCE = 1_000;

  private final UserId asker;
  private final DeviceKeyDao devices;
  private final CrossSigningDao crossSigning;
  private final ObjectNode answer = Json.object();
  private final ObjectNode deviceKeys;
  private final Map<String, ObjectNode> byUsage = new HashMap<>();

  KeyQuery(Tx tx, UserId asker) {
    this.asker = asker;
    this.devices = new DeviceKeyDao(tx);
    this.crossSigning = new CrossSigningDao(tx);
    answer.putObject("failures");
    deviceKeys = answer.putObject("device_keys");
    byUsage.put(CrossSigning.MASTER, answer.putObject("master_keys"));
    byUsage.put(CrossSigning.SELF_SIGNING, answer.putObject("self_signing_keys"));
    byUsage.put(CrossSigning.USER_SIGNING, answer.putObject("user_signing_keys"));
  }

  ObjectNode answer(Map<UserId, Set<DeviceId>> wanted) {
    List<UserId> users = new ArrayList<>(wanted.keySet());
    for (int from = 0; from < users.size(); from += AT_ONCE) {
      look(wanted, users.subList(from, Math.min(users.size(), from + AT_ONCE)));
    }
    return answer;
  }

  private void look(Map<UserId, Set<DeviceId>> wanted, List<UserId> users) {
    Map<UserId, List<CrossSigningDao.Signature>> signatures = new HashMap<>();
    for (CrossSigningDao.Signed signed : crossSigning.signatures(users, asker)) {
      signatures
          .computeIfAbsent(signed.target(), user -> new ArrayList<>())
          .add(signed.signature());
    }
    users.forEach(user -> deviceKeys.putObject(user.value()));
    for (DeviceKeyDao.Row row : devices.all(users)) {
      Set<DeviceId> ids = wanted.getOrDefault(row.user(), Set.of());
      if (ids.isEmpty() || ids.contains(row.device())) {
        put(row, signatures.getOrDefault(row.user(), List.of()));
      }
    }
    for (CrossSigningDao.Key key : crossSigning.all(users)) {
      if (!key.usage().equals(CrossSigning.USER_SIGNING) || key.user().equals(asker)) {
        put(key, signatures.getOrDefault(key.user(), List.of()));
      }
    }
  }

  private void put(DeviceKeyDao.Row row, List<CrossSigningDao.Signature> signatures) {
    ObjectNode keys = row.content();
    sign(keys, row.device().value(), signatures);
    ObjectNode unsigned = keys.putObject("unsigned");
    if (row.displayName() != null) {
      unsigned.put("device_display_name", row.displayName());
    }
    deviceKeys.withObjectProperty(row.user().value()).set(row.device().value(), keys);
  }

  private void put(CrossSigningDao.Key key, List<CrossSigningDao.Signature> signatures) {
    ObjectNode into = byUsage.get(key.usage());
    if (into != null) {
      ObjectNode content = key.content();
      SignedJson.onlyKey(content).ifPresent(only -> sign(content, only.getValue(), signatures));
      into.set(key.user().value(), content);
    }
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
