package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceKeysTest {
  private static final String SIGNED = "signed_curve25519";

  private static ObjectNode deviceKeys(UserId user, DeviceId device) {
    ObjectNode keys = Json.object().put("user_id", user.value()).put("device_id", device.value());
    keys.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
    keys.putObject("keys").put("ed25519:" + device, "abc").put("curve25519:" + device, "def");
    keys.putObject("signatures");
    return keys;
  }

  private static ObjectNode oneTimeKeys(int from, int to) {
    ObjectNode keys = Json.object();
    for (int i = from; i < to; i++) {
      keys.putObject(SIGNED + ":k" + i).put("key", "key" + i);
    }
    return keys;
  }

  private static DeviceKeys.Upload oneTime(int from, int to) {
    return new DeviceKeys.Upload(null, oneTimeKeys(from, to), null);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void keysAreLookedUpAndTheirChangesTold(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.ADOPTER);
      DeviceId phone = house.identity.sessions().issue(jo, null, "Jo's phone").device();
      DeviceKeys keys = house.identity.deviceKeys();
      long before = house.identity.streamPositions().current();
      keys.upload(jo, phone, new DeviceKeys.Upload(deviceKeys(jo, phone), null, null));
      assertEquals(Set.of(jo), house.identity.deviceLists().changedSince(before));
      long after = house.identity.streamPositions().current();
      keys.upload(jo, phone, new DeviceKeys.Upload(deviceKeys(jo, phone), null, null));
      assertEquals(Set.of(), house.identity.deviceLists().changedSince(after));

      ObjectNode found = keys.query(sam, Map.of(jo, Set.of(), sam, Set.of()));
      ObjectNode device = (ObjectNode) found.at("/device_keys/" + jo.value() + "/" + phone);
      assertEquals("Jo's phone", device.at("/unsigned/device_display_name").asText());
      assertEquals("def", device.at("/keys/curve25519:" + phone).asText());
      assertTrue(found.at("/device_keys/" + sam.value()).isObject());
      assertEquals(
          0,
          keys.query(sam, Map.of(jo, Set.of(DeviceId.of("OTHER"))))
              .at("/device_keys/" + jo.value())
              .size());

      house.restart();
      assertEquals(Set.of(jo), house.identity.deviceLists().changedSince(before));
      house.identity.sessions().signOut(jo, phone);
      assertEquals(Set.of(jo), house.identity.deviceLists().changedSince(after));
      assertEquals(
          0,
          house
              .identity
              .deviceKeys()
              .query(sam, Map.of(jo, Set.of()))
              .at("/device_keys/" + jo.value())
              .size());
    }
  }

  @Test
  void keysOfAnotherDeviceAndMalformedKeysAreRefused() {
    try (House house = new House(Databases.H2)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      DeviceId phone = house.issue(jo).device();
      DeviceKeys keys = house.identity.deviceKeys();
      List<DeviceKeys.Upload> bad =
          List.of(
              new DeviceKeys.Upload(deviceKeys(jo, DeviceId.of("OTHER")), null, null),
              new DeviceKeys.Upload(deviceKeys(House.user("sam"), phone), null, null),
              new DeviceKeys.Upload(
                  Json.object().put("user_id", jo.value()).put("device_id", phone.value()),
                  null,
                  null),
              new DeviceKeys.Upload(null, Json.object().put("nocolon", "x"), null),
              new DeviceKeys.Upload(null, Json.object().put(SIGNED + ":a", 5), null),
              new DeviceKeys.Upload(null, null, Json.object().put(":a", "x")),
              oneTime(0, 1_001));
      for (DeviceKeys.Upload upload : bad) {
        Problem problem = assertThrows(Problem.class, () -> keys.upload(jo, phone, upload));
        assertEquals(400, problem.status());
      }
      keys.upload(jo, phone, oneTime(0, 3));
      assertEquals(Map.of(SIGNED, 4), keys.upload(jo, phone, oneTime(0, 4)).oneTimeKeys());
      ObjectNode other = Json.object();
      other.putObject(SIGNED + ":k1").put("key", "another");
      assertThrows(
          Problem.class, () -> keys.upload(jo, phone, new DeviceKeys.Upload(null, other, null)));
      assertEquals(Map.of(SIGNED, 4), keys.left(jo, phone).oneTimeKeys());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aOneTimeKeyIsHandedOutOnceAndThenTheFallback(Databases engine) throws Exception {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      DeviceId phone = house.issue(jo).device();
      DeviceKeys keys = house.identity.deviceKeys();
      ObjectNode fallback = Json.object();
      fallback.putObject(SIGNED + ":fall").put("key", "fallback").put("fallback", true);
      keys.upload(jo, phone, new DeviceKeys.Upload(null, oneTimeKeys(0, 20), fallback));
      assertEquals(List.of(SIGNED), keys.left(jo, phone).unusedFallbacks());

      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<ObjectNode>> claims = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        claims.add(threads.submit(() -> keys.claim(Map.of(jo, Map.of(phone, SIGNED)))));
      }
      Set<String> claimed = new HashSet<>();
      for (Future<ObjectNode> claim : claims) {
        ObjectNode got = (ObjectNode) claim.get().at("/" + jo.value() + "/" + phone);
        got.fieldNames().forEachRemaining(claimed::add);
      }
      threads.shutdown();
      assertEquals(20, claimed.size());
      assertFalse(claimed.contains(SIGNED + ":fall"));
      assertEquals(new DeviceKeys.Left(Map.of(), List.of(SIGNED)), keys.left(jo, phone));

      for (int i = 0; i < 2; i++) {
        ObjectNode last = keys.claim(Map.of(jo, Map.of(phone, SIGNED)));
        assertEquals(
            "fallback",
            last.path(jo.value()).path(phone.value()).path(SIGNED + ":fall").path("key").asText());
      }
      assertEquals(List.of(), keys.left(jo, phone).unusedFallbacks());
      house.restart();
      assertEquals(
          new DeviceKeys.Left(Map.of(), List.of()), house.identity.deviceKeys().left(jo, phone));
      assertEquals(
          Json.object(),
          house.identity.deviceKeys().claim(Map.of(jo, Map.of(phone, "unknown_algorithm"))));
    }
  }
}
