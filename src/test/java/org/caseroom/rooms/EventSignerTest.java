package org.caseroom.rooms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The "Cryptographic Test Vectors" of the specification's appendices, and what holds in general.
 */
class EventSignerTest {
  private static final ServerName DOMAIN = ServerName.of("domain");
  private static final byte[] SEED =
      Base64.getDecoder().decode("YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");

  private final EventSigner signer = new EventSigner(DOMAIN, "ed25519:1", SEED);

  @Test
  void signsJsonAsTheSpecificationDoes() {
    ObjectNode empty = Json.object();
    signer.signJson(empty);
    assertEquals(
        "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ",
        signature(empty));
    ObjectNode data = Json.object().put("one", 1).put("two", "Two");
    signer.signJson(data);
    assertEquals(
        "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw",
        signature(data));
  }

  @Test
  void signsTheMinimalEventAsTheSpecificationDoes() {
    ObjectNode event =
        object(
            """
            {"room_id":"!x:domain","sender":"@a:domain","origin":"domain",
             "origin_server_ts":1000000,"signatures":{},"hashes":{},"type":"X","content":{},
             "prev_events":[],"auth_events":[],"depth":3,"unsigned":{"age_ts":1000000}}
            """);
    // The vectors are of an event with "origin", which redaction keeps up to version 10.
    signer.seal(RoomVersion.V10, event);
    assertEquals(
        "5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos", event.at("/hashes/sha256").asText());
    assertEquals(
        "KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg",
        signature(event));
    assertEquals(1000000, event.at("/unsigned/age_ts").asInt());
  }

  @Test
  void signsTheEventWithRedactableContentAsTheSpecificationDoes() {
    ObjectNode event =
        object(
            """
            {"content":{"body":"Here is the message content"},"event_id":"$0:domain",
             "origin":"domain","origin_server_ts":1000000,"type":"m.room.message",
             "room_id":"!r:domain","sender":"@u:domain","signatures":{},
             "unsigned":{"age_ts":1000000}}
            """);
    signer.seal(RoomVersion.V10, event);
    assertEquals(
        "onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g", event.at("/hashes/sha256").asText());
    assertEquals(
        "Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA",
        signature(event));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void idAndSignatureOutliveRedactionAndTheContentHashDoesNot(RoomVersion version) {
    Random random = new Random(7);
    for (int round = 0; round < 100; round++) {
      ObjectNode event = randomEvent(version, random);
      EventId id = signer.seal(version, event);
      assertEquals(id, EventHashes.eventId(version, event));
      assertTrue(signer.verify(version, event));
      assertTrue(EventHashes.hasContentHash(event));

      ObjectNode stored = Json.stored(Json.write(event));
      assertEquals(id, EventHashes.eventId(version, stored));

      ObjectNode redacted = Redaction.redact(version, event);
      assertEquals(id, EventHashes.eventId(version, redacted));
      assertTrue(signer.verify(version, redacted));
      assertFalse(EventHashes.hasContentHash(redacted));

      ObjectNode changed = event.deepCopy();
      changed.with("content").put("body", "something else");
      assertFalse(EventHashes.hasContentHash(changed));
      changed.put("depth", changed.get("depth").asLong() + 1);
      assertFalse(signer.verify(version, changed));
      assertFalse(id.equals(EventHashes.eventId(version, changed)));
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void anEventThatIsSignedLaterIsTheSameAndAsLongAsItSaid(RoomVersion version) {
    Random random = new Random(8);
    for (int round = 0; round < 100; round++) {
      ObjectNode event = randomEvent(version, random);
      ObjectNode atOnce = event.deepCopy();
      EventId id = signer.seal(version, atOnce);
      EventSigner.Unsigned later = signer.prepare(version, event);
      ObjectNode emptied = Redaction.redact(version, event);
      assertEquals(id, later.id());
      String text = later.sign();
      assertEquals(later.length(), text.getBytes(StandardCharsets.UTF_8).length);
      assertEquals(atOnce, event);
      assertEquals(CanonicalJson.encodeToString(atOnce), text);
      assertTrue(signer.verify(version, emptied), "what was emptied before shares the signature");
    }
  }

  @Test
  void anIdIsTheReferenceHashInUrlSafeBase64() throws Exception {
    ObjectNode event = randomEvent(RoomVersion.V11, new Random(1));
    EventId id = signer.seal(RoomVersion.V11, event);
    byte[] payload = EventHashes.signingPayload(RoomVersion.V11, event);
    assertFalse(new String(payload, StandardCharsets.UTF_8).contains("signatures"));
    byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(payload);
    assertArrayEquals(hash, Base64.getUrlDecoder().decode(id.value().substring(1)));
  }

  @Test
  void keepsItsKeyAndNobodyElseReadsIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("keys").resolve("signing.key");
    EventSigner first = EventSigner.open(DOMAIN, file);
    EventSigner second = EventSigner.open(DOMAIN, file);
    assertArrayEquals(first.publicKey(), second.publicKey());
    assertEquals(first.keyId(), second.keyId());
    assertTrue(first.keyId().matches("ed25519:a_[A-Z]{6}"), first.keyId());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    ObjectNode json = Json.object().put("a", 1);
    first.signJson(json);
    assertTrue(EventSigner.verifyJson(json, "domain", first.keyId(), second.publicKey()));
    assertFalse(EventSigner.verifyJson(json, "other", first.keyId(), second.publicKey()));
  }

  @Test
  void saysWhatIsWrongWithAKeyFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("signing.key"), "not a key\n");
    Problem refused = assertThrows(Problem.class, () -> EventSigner.open(DOMAIN, file));
    assertTrue(refused.message().contains("signing.key"), refused.message());
    assertFalse(refused.message().contains("not a key"));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void aNewRoomHasTheIdThatItsVersionAsks(RoomVersion version) {
    UserId creator = UserId.of("@sam:domain");
    Instant now = Instant.parse("2025-03-03T09:00:00Z");
    ObjectNode content = Json.object().put("type", "m.space").put("creator", "@mallory:domain");
    NewRoom room = NewRoom.prepare(version, creator, content, now, DOMAIN);
    assertEquals(room.id(), room.create().room());
    assertEquals(version.id(), room.create().content().path("room_version").asText());
    assertEquals("m.space", room.create().content().path("type").asText());
    assertEquals(
        version == RoomVersion.V10 ? creator.value() : "",
        room.create().content().path("creator").asText());
    ObjectNode pdu =
        EventFormat.pdu(version, room.create(), now, List.of(), List.of(), NewRoom.FIRST_DEPTH);
    EventId id = signer.seal(version, pdu);
    if (version == RoomVersion.V12) {
      assertEquals("!" + id.value().substring(1), room.id().value());
      assertFalse(pdu.has("room_id"));
    } else {
      assertTrue(room.id().value().matches("![A-Za-z]{18}:domain"), room.id().value());
      assertEquals(room.id().value(), pdu.path("room_id").asText());
    }
    AuthRules.check(
        version, new Event(0, room.id(), id, pdu, null), (type, key) -> java.util.Optional.empty());
  }

  private static ObjectNode randomEvent(RoomVersion version, Random random) {
    RoomId room = RoomId.of("!r" + random.nextInt(1000) + ":domain");
    ObjectNode content = Json.object();
    for (String key :
        List.of("body", "users", "allow", "redacts", "creator", "invite", "x\u00e9")) {
      if (random.nextBoolean()) {
        content.put(key, random.nextInt());
      }
    }
    content.put("secret", "text " + random.nextLong());
    String[] types = {
      "m.room.message", "m.room.member", "m.room.power_levels", "m.room.redaction", "org.caseroom.x"
    };
    Draft draft =
        new Draft(
            room,
            UserId.of("@u:domain"),
            types[random.nextInt(types.length)],
            random.nextBoolean() ? "" : null,
            content,
            random.nextBoolean() ? EventId.of("$target") : null,
            null,
            null);
    return EventFormat.pdu(
        version,
        draft,
        Instant.ofEpochMilli(random.nextInt()),
        List.of(EventId.of("$before")),
        List.of(EventId.of("$create")),
        random.nextInt(10_000));
  }

  private static String signature(ObjectNode json) {
    return json.path("signatures").path("domain").path("ed25519:1").asText();
  }

  private static ObjectNode object(String json) {
    return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
  }
}
