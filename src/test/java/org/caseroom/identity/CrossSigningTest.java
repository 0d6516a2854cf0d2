package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrossSigningTest {
  /** A key pair of a client. */
  private record Pair(byte[] seed, String publicKey) {
    static Pair of(int number) {
      byte[] seed = new byte[32];
      seed[0] = (byte) number;
      byte[] key = new byte[32];
      Ed25519.generatePublicKey(seed, 0, key, 0);
      return new Pair(seed, Base64.getEncoder().withoutPadding().encodeToString(key));
    }

    /** Signs an object, as a client does. */
    ObjectNode sign(ObjectNode object, UserId user, String keyId) {
      ObjectNode bare = object.deepCopy();
      bare.remove("signatures");
      bare.remove("unsigned");
      byte[] message = CanonicalJson.encode(bare);
      byte[] signature = new byte[64];
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
      object
          .withObjectProperty("signatures")
          .withObjectProperty(user.value())
          .put(keyId, Base64.getEncoder().withoutPadding().encodeToString(signature));
      return object;
    }

    String id() {
      return "ed25519:" + publicKey;
    }
  }

  private static ObjectNode key(UserId user, String usage, Pair pair) {
    ObjectNode key = Json.object().put("user_id", user.value());
    key.putArray("usage").add(usage);
    key.putObject("keys").put(pair.id(), pair.publicKey());
    return key;
  }

  private static ObjectNode upload(UserId user, Pair master, Pair self, Pair other) {
    ObjectNode body = Json.object();
    body.set("master_key", key(user, "master", master));
    body.set("self_signing_key", master.sign(key(user, "self_signing", self), user, master.id()));
    body.set("user_signing_key", master.sign(key(user, "user_signing", other), user, master.id()));
    return body;
  }

  private static ObjectNode device(UserId user, DeviceId device, Pair pair) {
    ObjectNode keys = Json.object().put("user_id", user.value()).put("device_id", device.value());
    keys.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
    keys.putObject("keys").put("ed25519:" + device, pair.publicKey());
    return pair.sign(keys, user, "ed25519:" + device);
  }

  private static ObjectNode signatures(UserId user, String id, ObjectNode signed) {
    ObjectNode body = Json.object();
    body.putObject(user.value()).set(id, signed);
    return body;
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void peopleVouchForTheirDevicesAndEachOther(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.DUTY_WORKER);
      UserId kim = house.add("kim", Role.DUTY_WORKER);
      DeviceId phone = house.issue(jo).device();
      CrossSigning cross = house.identity.crossSigning();
      Pair phonePair = Pair.of(9);
      house
          .identity
          .deviceKeys()
          .upload(jo, phone, new DeviceKeys.Upload(device(jo, phone, phonePair), null, null));
      ObjectNode joKeys = upload(jo, Pair.of(1), Pair.of(2), Pair.of(3));
      assertFalse(cross.exists(jo));
      cross.upload(jo, joKeys);
      assertTrue(cross.exists(jo));
      assertTrue(cross.isCurrent(jo, joKeys));
      assertFalse(cross.isCurrent(jo, upload(jo, Pair.of(4), Pair.of(2), Pair.of(3))));
      cross.upload(sam, upload(sam, Pair.of(5), Pair.of(6), Pair.of(7)));

      ObjectNode signedDevice = Pair.of(2).sign(device(jo, phone, phonePair), jo, Pair.of(2).id());
      assertEquals(Json.object(), cross.sign(jo, signatures(jo, phone.value(), signedDevice)));
      ObjectNode signedMaster =
          Pair.of(7).sign(key(jo, "master", Pair.of(1)), sam, Pair.of(7).id());
      assertEquals(
          Json.object(), cross.sign(sam, signatures(jo, Pair.of(1).publicKey(), signedMaster)));
      ObjectNode ownMaster = phonePair.sign(key(jo, "master", Pair.of(1)), jo, "ed25519:" + phone);
      assertEquals(
          Json.object(), cross.sign(jo, signatures(jo, Pair.of(1).publicKey(), ownMaster)));

      house.restart();
      ObjectNode bySam = query(house, sam, jo);
      assertTrue(
          bySam
              .path("device_keys")
              .path(jo.value())
              .path(phone.value())
              .path("signatures")
              .path(jo.value())
              .has(Pair.of(2).id()));
      assertTrue(masterSignatures(bySam, jo).path(sam.value()).has(Pair.of(7).id()));
      assertTrue(masterSignatures(bySam, jo).path(jo.value()).has("ed25519:" + phone));
      assertTrue(bySam.path("self_signing_keys").has(jo.value()));
      assertFalse(bySam.path("user_signing_keys").has(jo.value()));
      // Whom sam vouches for is nobody else's business.
      assertFalse(masterSignatures(query(house, kim, jo), jo).has(sam.value()));
      assertTrue(query(house, jo, jo).path("user_signing_keys").has(jo.value()));
    }
  }

  private static ObjectNode query(House house, UserId asker, UserId user) {
    return house.identity.deviceKeys().query(asker, Map.of(user, Set.of()));
  }

  private static com.fasterxml.jackson.databind.JsonNode masterSignatures(
      ObjectNode answer, UserId user) {
    return answer.path("master_keys").path(user.value()).path("signatures");
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void unsignedAndForeignClaimsAreRefused(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.DUTY_WORKER);
      CrossSigning cross = house.identity.crossSigning();
      assertThrows(Problem.class, () -> cross.upload(jo, Json.object()));
      ObjectNode unsigned = Json.object();
      unsigned.set("master_key", key(jo, "master", Pair.of(1)));
      unsigned.set("self_signing_key", key(jo, "self_signing", Pair.of(2)));
      Problem bad = assertThrows(Problem.class, () -> cross.upload(jo, unsigned));
      assertEquals("M_INVALID_SIGNATURE", bad.errcode());
      assertFalse(cross.exists(jo));
      assertThrows(
          Problem.class, () -> cross.upload(jo, upload(sam, Pair.of(1), Pair.of(2), Pair.of(3))));

      cross.upload(jo, upload(jo, Pair.of(1), Pair.of(2), Pair.of(3)));
      cross.upload(sam, upload(sam, Pair.of(5), Pair.of(6), Pair.of(7)));
      ObjectNode forged = Pair.of(8).sign(key(jo, "master", Pair.of(1)), sam, Pair.of(7).id());
      assertEquals(
          "M_INVALID_SIGNATURE",
          cross
              .sign(sam, signatures(jo, Pair.of(1).publicKey(), forged))
              .path(jo.value())
              .path(Pair.of(1).publicKey())
              .path("errcode")
              .asText());
      ObjectNode changed =
          Pair.of(7).sign(key(jo, "master", Pair.of(1)).put("extra", 1), sam, Pair.of(7).id());
      assertEquals(1, cross.sign(sam, signatures(jo, Pair.of(1).publicKey(), changed)).size());
      assertEquals(1, cross.sign(sam, signatures(jo, "", Json.object())).size());
      assertEquals(1, cross.sign(sam, signatures(jo, "NOPHONE", Json.object())).size());
      ObjectNode notAUser = Json.object();
      notAUser.putObject("nobody").putObject("x");
      assertEquals(1, cross.sign(sam, notAUser).size());
      assertEquals(0, masterSignatures(query(house, sam, jo), jo).size());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aNewKeyEndsWhatTheOldOneSigned(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.DUTY_WORKER);
      CrossSigning cross = house.identity.crossSigning();
      cross.upload(jo, upload(jo, Pair.of(1), Pair.of(2), Pair.of(3)));
      cross.upload(sam, upload(sam, Pair.of(5), Pair.of(6), Pair.of(7)));
      ObjectNode signed = Pair.of(7).sign(key(jo, "master", Pair.of(1)), sam, Pair.of(7).id());
      cross.sign(sam, signatures(jo, Pair.of(1).publicKey(), signed));
      assertTrue(masterSignatures(query(house, sam, jo), jo).has(sam.value()));
      cross.upload(sam, upload(sam, Pair.of(5), Pair.of(6), Pair.of(8)));
      assertFalse(masterSignatures(query(house, sam, jo), jo).has(sam.value()));
    }
  }
}
