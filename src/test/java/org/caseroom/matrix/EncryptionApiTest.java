package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server does for end-to-end encryption, over HTTP. */
class EncryptionApiTest extends MatrixTest {
  private static final String KEYS = V3 + "/keys";
  private static int number;

  private Device kim;
  private Device lee;
  private String room;

  /** Somebody's device, with where its syncs are. */
  private final class Device {
    private final UserId user;
    private final String token;
    private final String id;
    private String since;

    Device(UserId user) {
      this.user = user;
      this.token = caseroom.issueToken(user);
      this.id = post("/keys/upload", Json.object(), token) == null ? "" : whoami();
      this.since = sync("").path("next_batch").asText();
    }

    private String whoami() {
      return http().get(V3 + "/account/whoami", token).ok().path("device_id").asText();
    }

    JsonNode post(String path, ObjectNode body, String as) {
      return http().post(V3 + path, as, body).ok();
    }

    JsonNode post(String path, ObjectNode body) {
      return post(path, body, token);
    }

    JsonNode sync(String from) {
      return http().get(V3 + "/sync?since=" + from, token).ok();
    }

    /** What a sync from the last one on says; goes on from there. */
    JsonNode sync() {
      JsonNode answer = sync(since);
      since = answer.path("next_batch").asText();
      return answer;
    }

    List<String> changed() {
      return texts(sync().path("device_lists").path("changed"));
    }

    ObjectNode keys() {
      ObjectNode keys = Json.object().put("user_id", user.value()).put("device_id", id);
      keys.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
      keys.putObject("keys").put("curve25519:" + id, "c").put("ed25519:" + id, "e");
      keys.putObject("signatures");
      return keys;
    }

    void uploadKeys() {
      ObjectNode body = Json.object();
      body.set("device_keys", keys());
      post("/keys/upload", body);
    }

    JsonNode claim(Device from) {
      ObjectNode body = Json.object();
      body.putObject("one_time_keys")
          .putObject(from.user.value())
          .put(from.id, "signed_curve25519");
      return post("/keys/claim", body).path("one_time_keys").path(from.user.value()).path(from.id);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @BeforeEach
  void twoInARoom() {
    kim = new Device(caseroom.createAccount("kim" + ++number, Role.DUTY_WORKER));
    lee = new Device(caseroom.createAccount("lee" + number, Role.DUTY_WORKER));
    room = createRoom(kim.token, "{'preset': 'public_chat'}");
    http().post(V3 + "/join/" + enc(room), lee.token, Json.object()).ok();
    kim.sync();
    lee.sync();
  }

  @Test
  void everyChangeOfDevicesIsTold() {
    Device other = new Device(lee.user);
    assertEquals(List.of(lee.user.value()), kim.changed());
    assertEquals(List.of(lee.user.value()), lee.changed());
    assertEquals(List.of(), kim.changed());
    http().put(V3 + "/devices/" + other.id, other.token, json("{'display_name': 'Desk'}")).ok();
    assertEquals(List.of(lee.user.value()), kim.changed());
    other.uploadKeys();
    assertEquals(List.of(lee.user.value()), kim.changed());
    other.uploadKeys();
    assertEquals(List.of(), kim.changed(), "the same keys again change nothing");
    String before = kim.since;
    http().post(V3 + "/logout", other.token, Json.object()).ok();
    assertEquals(List.of(lee.user.value()), kim.changed());
    caseroom.restart();
    assertEquals(List.of(), kim.changed());
    JsonNode changes =
        http().get(KEYS + "/changes?from=" + before + "&to=" + kim.since, kim.token).ok();
    assertEquals(List.of(lee.user.value()), texts(changes.path("changed")));
    assertEquals(List.of(), texts(changes.path("left")));
  }

  @Test
  void whoComesAndGoesIsAmongTheChanges() {
    Device mia = new Device(caseroom.createAccount("mia" + number, Role.DUTY_WORKER));
    String before = kim.sync().path("next_batch").asText();
    http().post(V3 + "/join/" + enc(room), mia.token, Json.object()).ok();
    String between = kim.sync().path("next_batch").asText();
    assertEquals(List.of(mia.user.value()), texts(changes(before).path("changed")));
    http().post(V3 + "/rooms/" + enc(room) + "/leave", mia.token, Json.object()).ok();
    assertEquals(List.of(mia.user.value()), texts(changes(between).path("left")));
    refused(400, "M_MISSING_PARAM", http().get(KEYS + "/changes?to=" + before, kim.token));
    refused(400, "M_MISSING_PARAM", http().get(KEYS + "/changes?from=" + before, kim.token));
    refused(400, "M_INVALID_PARAM", http().get(KEYS + "/changes?from=x&to=y", kim.token));
  }

  private JsonNode changes(String from) {
    return http().get(KEYS + "/changes?from=" + from + "&to=" + from, kim.token).ok();
  }

  @Test
  void deviceKeysSayWhatTheSpecificationAsksFor() {
    ObjectNode body = Json.object();
    ObjectNode keys = lee.keys();
    keys.remove("keys");
    body.set("device_keys", keys);
    refused(400, "M_BAD_JSON", http().post(KEYS + "/upload", lee.token, body));
    body.set("device_keys", lee.keys().put("device_id", "OTHER"));
    refused(400, "M_INVALID_PARAM", http().post(KEYS + "/upload", lee.token, body));
    lee.uploadKeys();
    ObjectNode query = Json.object();
    query.putObject("device_keys").putArray(lee.user.value());
    JsonNode found = kim.post("/keys/query", query).path("device_keys").path(lee.user.value());
    assertEquals("Test", found.path(lee.id).path("unsigned").path("device_display_name").asText());
    assertEquals("c", found.path(lee.id).path("keys").path("curve25519:" + lee.id).asText());
    query.withObjectProperty("device_keys").withArray(lee.user.value()).add("OTHER");
    assertEquals(
        Json.object(), kim.post("/keys/query", query).path("device_keys").path(lee.user.value()));
    query.withObjectProperty("device_keys").withArray(lee.user.value()).add(5);
    refused(400, "M_BAD_JSON", http().post(KEYS + "/query", kim.token, query));
    query.withObjectProperty("device_keys").putObject(lee.user.value()).put(lee.id, true);
    refused(400, "M_BAD_JSON", http().post(KEYS + "/query", kim.token, query));
  }

  private static ObjectNode oneTime(String name, String key) {
    ObjectNode body = Json.object();
    body.putObject("one_time_keys")
        .putObject("signed_curve25519:" + name)
        .put("key", key)
        .putObject("signatures");
    return body;
  }

  @Test
  void oneTimeKeysAreHandedOutOnceInTheirOrderAndThenTheFallback() {
    lee.post("/keys/upload", oneTime("B", "first"));
    caseroom.clock().advance(java.time.Duration.ofSeconds(1));
    lee.post("/keys/upload", oneTime("A", "second"));
    ObjectNode again = oneTime("A", "second");
    again
        .withObjectProperty("one_time_keys")
        .withObjectProperty("signed_curve25519:A")
        .withObjectProperty("signatures")
        .putObject(lee.user.value())
        .put("ed25519:" + lee.id, "signed anew");
    JsonNode counts = lee.post("/keys/upload", again).path("one_time_key_counts");
    assertEquals(2, counts.path("signed_curve25519").asInt());
    var conflict = http().post(KEYS + "/upload", lee.token, oneTime("A", "another"));
    assertEquals(400, conflict.status(), conflict.text());
    ObjectNode fallback = Json.object();
    fallback
        .putObject("fallback_keys")
        .putObject("signed_curve25519:F")
        .put("key", "last")
        .put("fallback", true)
        .putObject("signatures");
    lee.post("/keys/upload", fallback);
    assertEquals(1, lee.sync().path("device_unused_fallback_key_types").size());
    assertEquals("first", kim.claim(lee).path("signed_curve25519:B").path("key").asText());
    assertEquals("second", kim.claim(lee).path("signed_curve25519:A").path("key").asText());
    JsonNode left = lee.sync();
    assertEquals(0, left.path("device_one_time_keys_count").path("signed_curve25519").asInt());
    assertEquals(1, left.path("device_unused_fallback_key_types").size());
    for (int i = 0; i < 2; i++) {
      JsonNode last = kim.claim(lee).path("signed_curve25519:F");
      assertEquals("last", last.path("key").asText());
      assertTrue(last.path("fallback").asBoolean());
    }
    assertEquals(0, lee.sync().path("device_unused_fallback_key_types").size());
    ObjectNode unknown = Json.object();
    unknown.putObject("one_time_keys").putObject(lee.user.value()).put("NONE", "x");
    assertEquals(Json.object(), kim.post("/keys/claim", unknown).path("one_time_keys"));
  }

  /** A key pair of a client. */
  private record Pair(byte[] seed, String key) {
    static Pair of(int number) {
      byte[] seed = new byte[32];
      seed[0] = (byte) number;
      byte[] key = new byte[32];
      Ed25519.generatePublicKey(seed, 0, key, 0);
      return new Pair(seed, Base64.getEncoder().withoutPadding().encodeToString(key));
    }

    ObjectNode as(UserId user, String usage) {
      ObjectNode object = Json.object().put("user_id", user.value());
      object.putArray("usage").add(usage);
      object.putObject("keys").put("ed25519:" + key, key);
      return object;
    }

    ObjectNode sign(ObjectNode object, UserId user) {
      ObjectNode bare = object.deepCopy();
      bare.remove("signatures");
      byte[] message = CanonicalJson.encode(bare);
      byte[] signature = new byte[64];
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
      object
          .withObjectProperty("signatures")
          .withObjectProperty(user.value())
          .put("ed25519:" + key, Base64.getEncoder().withoutPadding().encodeToString(signature));
      return object;
    }
  }

  @Test
  void crossSigningKeysAskForThePasswordOnceTheyAreThere() {
    String upload = KEYS + "/device_signing/upload";
    ObjectNode first = Json.object();
    first.set("master_key", Pair.of(1).as(lee.user, "master"));
    ObjectNode lonely = Json.object();
    lonely.set("self_signing_key", Pair.of(1).as(lee.user, "self_signing"));
    refused(400, "M_MISSING_PARAM", http().post(upload, lee.token, lonely));
    http().post(upload, lee.token, first).ok();
    http().post(upload, lee.token, first).ok();
    ObjectNode second = Json.object();
    second.set("master_key", Pair.of(2).as(lee.user, "master"));
    var asked = http().post(upload, lee.token, second);
    assertEquals(401, asked.status());
    assertTrue(asked.json().path("flows").toString().contains("m.login.password"));
    ObjectNode auth = second.putObject("auth").put("type", "m.login.password");
    auth.put("session", asked.json().path("session").asText());
    auth.put("password", TestCaseroom.PASSWORD);
    auth.putObject("identifier").put("type", "m.id.user").put("user", lee.user.value());
    http().post(upload, lee.token, second).ok();
    ObjectNode badly = Json.object();
    badly.set(
        "self_signing_key", Pair.of(9).sign(Pair.of(3).as(lee.user, "self_signing"), lee.user));
    badly.set("auth", auth);
    auth.remove("session");
    refused(400, "M_INVALID_SIGNATURE", http().post(upload, lee.token, badly));
  }

  @Test
  void aKeyIsNotCalledLikeADevice() {
    Pair pair = Pair.of(4);
    caseroom
        .caseroom()
        .identity()
        .sessions()
        .issue(lee.user, org.caseroom.base.DeviceId.of(pair.key()), "Odd");
    ObjectNode body = Json.object();
    body.set("master_key", pair.as(lee.user, "master"));
    refused(403, "M_FORBIDDEN", http().post(KEYS + "/device_signing/upload", lee.token, body));
  }

  @Test
  void whomSomebodyTrustsIsTheirOwnBusiness() {
    ObjectNode ofLee = Json.object();
    ofLee.set("master_key", Pair.of(5).as(lee.user, "master"));
    lee.post("/keys/device_signing/upload", ofLee);
    ObjectNode ofKim = Json.object();
    ofKim.set("master_key", Pair.of(6).as(kim.user, "master"));
    kim.post("/keys/device_signing/upload", ofKim);
    kim.sync();
    lee.sync();
    ObjectNode trust = Json.object();
    trust.set(
        "user_signing_key", Pair.of(6).sign(Pair.of(7).as(kim.user, "user_signing"), kim.user));
    ObjectNode auth = trust.putObject("auth").put("type", "m.login.password");
    auth.put("password", TestCaseroom.PASSWORD).put("user", kim.user.value());
    kim.post("/keys/device_signing/upload", trust);
    assertEquals(List.of(kim.user.value()), kim.changed());
    assertEquals(List.of(), lee.changed(), "whom Kim trusts is nothing to Lee");

    ObjectNode signatures = Json.object();
    signatures
        .putObject(lee.user.value())
        .set(Pair.of(5).key(), Pair.of(7).sign(Pair.of(5).as(lee.user, "master"), kim.user));
    signatures.withObjectProperty(lee.user.value()).putObject("NONE").put("a", 1);
    JsonNode failures =
        kim.post("/keys/signatures/upload", signatures).path("failures").path(lee.user.value());
    assertEquals(1, failures.size());
    assertEquals("M_NOT_FOUND", failures.path("NONE").path("errcode").asText());
    assertEquals(List.of(lee.user.value()), kim.changed());
    assertEquals(List.of(), lee.changed());
    ObjectNode query = Json.object();
    query.putObject("device_keys").putArray(lee.user.value());
    assertTrue(master(kim, query).path("signatures").has(kim.user.value()));
    assertFalse(master(lee, query).path("signatures").has(kim.user.value()));
    caseroom.restart();
    kim.since = "";
    assertTrue(master(kim, query).path("signatures").has(kim.user.value()));
  }

  private JsonNode master(Device asker, ObjectNode query) {
    return asker.post("/keys/query", query).path("master_keys").path(lee.user.value());
  }

  @Test
  void messagesToDevicesArriveOnceWhateverIsRepeated() {
    Device second = new Device(lee.user);
    ObjectNode body = Json.object();
    body.putObject("messages").putObject(lee.user.value()).putObject("*").put("n", 1);
    for (int i = 0; i < 2; i++) {
      http().put(V3 + "/sendToDevice/org.x/once", kim.token, body).ok();
    }
    for (Device device : List.of(lee, second)) {
      JsonNode events = device.sync().path("to_device").path("events");
      assertEquals(1, events.size());
      assertEquals(kim.user.value(), events.path(0).path("sender").asText());
      assertEquals("org.x", events.path(0).path("type").asText());
      assertEquals(1, events.path(0).path("content").path("n").asInt());
      assertFalse(device.sync().has("to_device"));
    }
    refused(
        400,
        "M_MISSING_PARAM",
        http().put(V3 + "/sendToDevice/org.x/t2", kim.token, Json.object()));
  }

  @Test
  void backupsTakeWhatTheirAlgorithmsNeed() {
    // Texts are taken too, which the specification does not describe.
    Http lenient = Http.unchecked(http().base());
    String versions = V3 + "/room_keys/version";
    ObjectNode backup = Json.object().put("algorithm", "m.megolm_backup.v1.curve25519-aes-sha2");
    String old =
        http()
            .post(versions, lee.token, backup.put("auth_data", "text"))
            .ok()
            .path("version")
            .asText();
    assertEquals("text", lenient.get(versions, lee.token).ok().path("auth_data").asText());
    backup.putObject("auth_data").put("public_key", "k");
    String newest = http().post(versions, lee.token, backup).ok().path("version").asText();
    refused(400, "M_BAD_JSON", http().post(versions, lee.token, backup.put("auth_data", 5)));
    ObjectNode key = json("{'first_message_index': 3, 'forwarded_count': 0, 'is_verified': false}");
    String keys = V3 + "/room_keys/keys/" + enc("!abcd") + "/1234?version=";
    http().put(keys + newest, lee.token, key.put("session_data", "text")).ok();
    assertEquals("text", lenient.get(keys + newest, lee.token).ok().path("session_data").asText());
    var wrong = http().put(keys + old, lee.token, key);
    refused(403, "M_WRONG_ROOM_KEYS_VERSION", wrong);
    assertEquals(newest, wrong.json().path("current_version").asText());
    refused(404, "M_NOT_FOUND", http().put(keys + "99", lee.token, key));
    refused(404, "M_NOT_FOUND", http().get(keys + "bogus", lee.token));
    http().delete(versions + "/" + newest, lee.token).ok();
    assertEquals(old, lenient.get(versions, lee.token).ok().path("version").asText());
  }

  @Test
  void oneFamilySeesNothingOfTheDevicesOfAnother() {
    Device ann = new Device(caseroom.createAccount("ann" + number, Role.ADOPTER));
    Device ben = new Device(caseroom.createAccount("ben" + number, Role.ADOPTER));
    ben.uploadKeys();
    ben.post("/keys/upload", oneTime("A", "key"));
    ObjectNode query = Json.object();
    query.putObject("device_keys").putArray(ben.user.value());
    assertEquals(
        Json.object(), ann.post("/keys/query", query).path("device_keys").path(ben.user.value()));
    assertEquals(0, ann.claim(ben).size());
    assertEquals(
        1, kim.post("/keys/query", query).path("device_keys").path(ben.user.value()).size());
    String shared = createRoom(ann.token, "{'preset': 'public_chat'}");
    http().post(V3 + "/join/" + enc(shared), ben.token, Json.object()).ok();
    assertEquals(
        1, ann.post("/keys/query", query).path("device_keys").path(ben.user.value()).size());
    assertEquals(1, ann.claim(ben).size());
  }

  @Test
  void roomsOutsideOfCasesMayBeEncrypted() {
    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/state/m.room.encryption/",
            kim.token,
            json("{'algorithm': 'm.megolm.v1.aes-sha2'}"))
        .ok();
    send(kim.token, room, "m.room.encrypted", json("{'algorithm': 'x', 'ciphertext': 'y'}"));
    refused(
        404,
        "M_UNRECOGNIZED",
        http().get("/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device", kim.token));
  }
}
