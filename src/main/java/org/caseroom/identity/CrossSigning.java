package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Keys with which people vouch for their own devices and for each other (Matrix client-server API,
 * "Cross-signing"). The server checks signatures before it keeps them, so that nobody can hang
 * unsigned claims on somebody's keys.
 */
public final class CrossSigning {
  static final String MASTER = "master";
  static final String SELF_SIGNING = "self_signing";
  static final String USER_SIGNING = "user_signing";

  private final Database database;
  private final DeviceLists lists;

  CrossSigning(Database database, DeviceLists lists) {
    this.database = database;
    this.lists = lists;
  }

  /** Whether a user has a master key: from then on changing it asks for the password again. */
  public boolean exists(UserId user) {
    return database.read(tx -> new CrossSigningDao(tx).find(user, MASTER).isPresent());
  }

  /**
   * Whether an upload would change nothing: such a one needs no password.
   *
   * @param body with {@code master_key}, {@code self_signing_key}, {@code user_signing_key}
   */
  public boolean isCurrent(UserId user, ObjectNode body) {
    Map<String, ObjectNode> keys = keys(user, body);
    return database.read(
        tx -> {
          CrossSigningDao dao = new CrossSigningDao(tx);
          return keys.entrySet().stream()
              .allMatch(
                  key ->
                      dao.find(user, key.getKey())
                          .map(SignedJson::bare)
                          .equals(Optional.of(SignedJson.bare(key.getValue()))));
        });
  }

  /**
   * Stores keys.
   *
   * @param body with {@code master_key}, {@code self_signing_key}, {@code user_signing_key}, each
   *     optional once there is a master key
   * @throws Problem {@code M_INVALID_PARAM} for a malformed key, {@code M_INVALID_SIGNATURE} for
   *     one that the master key has not signed, 403 for one that is called like a device
   */
  public void upload(UserId user, ObjectNode body) {
    Map<String, ObjectNode> keys = keys(user, body);
    if (keys.isEmpty()) {
      throw Problem.missingParam("Send 'master_key', 'self_signing_key' or 'user_signing_key'.");
    }
    database.writing(
        tx -> {
          changed(tx, user, keys.keySet());
          refuseNamesOfDevices(tx, user, keys);
          CrossSigningDao dao = new CrossSigningDao(tx);
          ObjectNode master = keys.get(MASTER);
          if (master == null) {
            master =
                dao.find(user, MASTER)
                    .orElseThrow(
                        () -> Problem.missingParam("Send 'master_key' too: there is none yet."));
          }
          Map.Entry<String, String> signer = onlyKey(master);
          keys.forEach(
              (usage, key) -> {
                if (!usage.equals(MASTER)
                    && !SignedJson.isSigned(key, user, signer.getKey(), signer.getValue())) {
                  throw badSignature();
                }
                dao.find(user, usage)
                    .flatMap(SignedJson::onlyKey)
                    .filter(old -> !old.equals(onlyKey(key)))
                    .ifPresent(old -> dao.deleteSignaturesBy(user, old.getKey()));
                dao.save(user, usage, key);
              });
        });
  }

  /** The user-signing key is nobody's business but its owner's. */
  private void changed(Tx tx, UserId user, Set<String> usages) {
    if (usages.equals(Set.of(USER_SIGNING))) {
      lists.changedFor(tx, user, user);
    } else {
      lists.changed(tx, user);
    }
  }

  /** Signatures name keys and devices alike: one name must not stand for both. */
  private static void refuseNamesOfDevices(Tx tx, UserId user, Map<String, ObjectNode> keys) {
    Set<String> devices = new HashSet<>();
    new SessionDao(tx).devices(user).forEach(device -> devices.add(device.id().value()));
    for (ObjectNode key : keys.values()) {
      if (devices.contains(onlyKey(key).getValue())) {
        throw Problem.forbidden("A key must not be called like one of your devices.");
      }
    }
  }

  private static Problem badSignature() {
    return Problem.of(
        400,
        "M_INVALID_SIGNATURE",
        "A key is not signed as it should be, or the signature is bad.");
  }

  private static Map<String, ObjectNode> keys(UserId user, ObjectNode body) {
    Map<String, ObjectNode> keys = new LinkedHashMap<>();
    for (String usage : new String[] {MASTER, SELF_SIGNING, USER_SIGNING}) {
      JsonNode node = body.get(usage + "_key");
      if (node != null && !node.isNull()) {
        keys.put(usage, checked(user, usage, node));
      }
    }
    return keys;
  }

  private static ObjectNode checked(UserId user, String usage, JsonNode node) {
    if (node instanceof ObjectNode key
        && key.path("user_id").asText().equals(user.value())
        && key.path("usage").isArray()
        && key.path("usage").size() == 1
        && key.path("usage").path(0).asText().equals(usage)) {
      onlyKey(key);
      return key;
    }
    throw Problem.invalidParam(
        "'" + usage + "_key' should be an object with your user_id and the usage '" + usage + "'.");
  }

  private static Map.Entry<String, String> onlyKey(ObjectNode key) {
    return SignedJson.onlyKey(key)
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "A cross-signing key holds exactly one key, named 'ed25519:' and the key."));
  }

  /**
   * Adds signatures to keys (own devices and master key, others' master keys).
   *
   * @param body signed key objects by user and key or device id
   * @return what was refused and why, by user and id, as in {@code POST /keys/signatures/upload}
   */
  public ObjectNode sign(UserId signer, ObjectNode body) {
    ObjectNode failures = Json.object();
    database.writing(
        tx ->
            body.properties()
                .forEach(
                    byUser ->
                        byUser
                            .getValue()
                            .properties()
                            .forEach(
                                item -> {
                                  try {
                                    sign(
                                        tx,
                                        signer,
                                        UserId.of(byUser.getKey()),
                                        item.getKey(),
                                        item.getValue());
                                  } catch (Problem problem) {
                                    failures
                                        .withObjectProperty(byUser.getKey())
                                        .set(item.getKey(), problem.toMatrixJson());
                                  }
                                })));
    return failures;
  }

  private void sign(Tx tx, UserId signer, UserId target, String keyId, JsonNode node) {
    if (!(node instanceof ObjectNode signed)) {
      throw Problem.invalidParam("A signed key is an object.");
    }
    ObjectNode stored = stored(tx, signer, target, keyId);
    if (!SignedJson.bare(stored).equals(SignedJson.bare(signed))) {
      throw Problem.of(400, "M_INVALID_PARAM", "This is not the key as it is kept here.");
    }
    Map.Entry<String, String> by = signingKey(tx, signer, target, keyId, signed);
    String signature = SignedJson.signature(signed, signer, by.getKey()).orElse("");
    if (!SignedJson.isSigned(signed, signer, by.getKey(), by.getValue())) {
      throw badSignature();
    }
    if (signer.equals(target)) {
      lists.changed(tx, target);
    } else {
      lists.changedFor(tx, signer, target);
    }
    new CrossSigningDao(tx)
        .addSignature(target, new CrossSigningDao.Signature(keyId, signer, by.getKey(), signature));
  }

  private static ObjectNode stored(Tx tx, UserId signer, UserId target, String keyId) {
    Optional<ObjectNode> master =
        new CrossSigningDao(tx).find(target, MASTER).filter(key -> isKey(key, keyId));
    if (master.isEmpty() && signer.equals(target)) {
      master = new DeviceKeyDao(tx).find(target, DeviceId.of(keyId));
    }
    return master.orElseThrow(() -> Problem.notFound("There is no key with this id to sign."));
  }

  private static boolean isKey(ObjectNode key, String id) {
    return SignedJson.onlyKey(key).filter(only -> only.getValue().equals(id)).isPresent();
  }

  /**
   * The key that may sign: a device by the self-signing key, the own master key by one of the own
   * devices, another's master key by the user-signing key.
   */
  private static Map.Entry<String, String> signingKey(
      Tx tx, UserId signer, UserId target, String keyId, ObjectNode signed) {
    CrossSigningDao dao = new CrossSigningDao(tx);
    if (!signer.equals(target)) {
      return crossSigningKey(dao, signer, USER_SIGNING);
    }
    if (dao.find(signer, MASTER).filter(key -> isKey(key, keyId)).isEmpty()) {
      return crossSigningKey(dao, signer, SELF_SIGNING);
    }
    for (Map.Entry<String, JsonNode> signature :
        signed.path(SignedJson.SIGNATURES).path(signer.value()).properties()) {
      String publicKey = deviceKey(tx, signer, signature.getKey());
      if (publicKey != null) {
        return Map.entry(signature.getKey(), publicKey);
      }
    }
    throw badSignature();
  }

  private static Map.Entry<String, String> crossSigningKey(
      CrossSigningDao dao, UserId user, String usage) {
    return dao.find(user, usage)
        .flatMap(SignedJson::onlyKey)
        .orElseThrow(() -> Problem.notFound("You have no key to sign this with yet."));
  }

  private static @Nullable String deviceKey(Tx tx, UserId user, String keyId) {
    int colon = keyId.indexOf(':');
    if (colon < 1 || colon == keyId.length() - 1) {
      return null;
    }
    return new DeviceKeyDao(tx)
        .find(user, DeviceId.of(keyId.substring(colon + 1)))
        .map(keys -> keys.path("keys").path(keyId))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .orElse(null);
  }
}
