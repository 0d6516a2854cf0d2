package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to a person: profile, account data, keys, receipts. */
class PersonalApiTest extends MatrixTest {
  private String user(String localpart) {
    return V3 + "/user/" + enc(id(localpart));
  }

  @Test
  void aNewNameReachesTheRooms() throws InterruptedException {
    String room = roomOfAmyAndJo();
    String profile = V3 + "/profile/" + enc(id("jo"));
    http().put(profile + "/displayname", jo, json("{'displayname': 'Jo Finch'}")).ok();
    http().put(profile + "/avatar_url", jo, json("{'avatar_url': 'mxc://x/y'}")).ok();
    assertEquals("Jo Finch", http().get(profile, amy).ok().path("displayname").asText());
    assertEquals(
        "mxc://x/y", http().get(profile + "/avatar_url", amy).ok().path("avatar_url").asText());
    // The rooms are told behind the answer.
    Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
    JsonNode member = state(amy, room, "m.room.member/" + id("jo"));
    while (!member.has("avatar_url") && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
      member = state(amy, room, "m.room.member/" + id("jo"));
    }
    assertEquals("Jo Finch", member.path("displayname").asText());
    assertEquals("mxc://x/y", member.path("avatar_url").asText());
    refused(403, "M_FORBIDDEN", http().put(profile + "/displayname", amy, json("{}")));
    refused(
        400,
        "M_INVALID_PARAM",
        http().put(profile + "/avatar_url", jo, json("{'avatar_url': 'http://x/y'}")));
    refused(404, "M_NOT_FOUND", http().get(V3 + "/profile/" + enc("@x:caseroom.localhost"), jo));
    http().put(profile + "/displayname", jo, json("{'displayname': 'jo'}")).ok();
  }

  @Test
  void oneFamilyLearnsNothingOfAnother() {
    roomOfAmyAndJo();
    refused(404, "M_NOT_FOUND", http().get(V3 + "/profile/" + enc(id("sam")), jo));
    http().get(V3 + "/profile/" + enc(id("sam")), amy).ok();
    JsonNode found =
        http().post(V3 + "/user_directory/search", jo, json("{'search_term': 'a'}")).ok();
    assertTrue(found.path("results").toString().contains(id("amy")));
    assertFalse(found.path("results").toString().contains(id("sam")));
  }

  @Test
  void accountDataAndTagsAreKept() {
    String room = roomOfAmyAndJo();
    String data = user("jo") + "/account_data/org.x";
    refused(404, "M_NOT_FOUND", http().get(data, jo));
    http().put(data, jo, json("{'a': 1.5}")).ok();
    assertEquals(1.5, http().get(data, jo).ok().path("a").asDouble());
    refused(403, "M_FORBIDDEN", http().get(data, amy));
    refused(
        405,
        "M_BAD_JSON",
        http().put(user("jo") + "/account_data/m.fully_read", jo, Json.object()));
    String ofRoom = user("jo") + "/rooms/" + enc(room);
    http().put(ofRoom + "/account_data/org.x", jo, json("{'b': true}")).ok();
    assertTrue(http().get(ofRoom + "/account_data/org.x", jo).ok().path("b").asBoolean());
    http().put(ofRoom + "/tags/m.favourite", jo, json("{'order': 0.25}")).ok();
    assertEquals(
        0.25,
        http()
            .get(ofRoom + "/tags", jo)
            .ok()
            .path("tags")
            .path("m.favourite")
            .path("order")
            .asDouble());
    refused(400, "M_BAD_JSON", http().put(ofRoom + "/tags/u.x", jo, json("{'order': 'first'}")));
    http().put(ofRoom + "/tags/m.favourite", jo, json("{'order': null}")).ok();
    assertEquals(json("{'tags': {'m.favourite': {}}}"), http().get(ofRoom + "/tags", jo).ok());
    http().delete(ofRoom + "/tags/m.favourite", jo).ok();
    assertEquals(0, http().get(ofRoom + "/tags", jo).ok().path("tags").size());
  }

  @Test
  void filtersAreKeptAndChecked() {
    String filters = user("jo") + "/filter";
    JsonNode filter = json("{'room': {'timeline': {'limit': 5}}, 'event_format': 'client'}");
    String id = http().post(filters, jo, filter).ok().path("filter_id").asText();
    assertEquals(filter, http().get(filters + "/" + id, jo).ok());
    refused(404, "M_NOT_FOUND", http().get(filters + "/none", jo));
    refused(400, "M_BAD_JSON", http().post(filters, jo, json("{'room': {'timeline': 5}}")));
    refused(400, "M_INVALID_PARAM", http().post(filters, jo, json("{'event_format': 'x'}")));
  }

  @Test
  void keysAreUploadedQueriedAndClaimed() {
    JsonNode device = http().get(V3 + "/account/whoami", jo).ok();
    String deviceId = device.path("device_id").asText();
    String keys =
        ("{'device_keys': {'user_id': '%s', 'device_id': '%s', 'algorithms': ['a'],"
                + " 'keys': {'curve25519:%s': 'k'}, 'signatures': {}},"
                + " 'one_time_keys': {'signed_curve25519:A': {'key': 'x', 'signatures': {}}}}")
            .formatted(id("jo"), deviceId, deviceId);
    for (int i = 0; i < 3; i++) {
      assertEquals(
          1,
          http()
              .post(V3 + "/keys/upload", jo, json(keys))
              .ok()
              .path("one_time_key_counts")
              .path("signed_curve25519")
              .asInt());
    }
    JsonNode found =
        http()
            .post(
                V3 + "/keys/query",
                amy,
                json("{'device_keys': {'" + id("jo") + "': [], '@x:else.where': []}}"))
            .ok();
    assertEquals(
        "k",
        found
            .path("device_keys")
            .path(id("jo"))
            .path(deviceId)
            .path("keys")
            .path("curve25519:" + deviceId)
            .asText());
    assertTrue(found.path("failures").has("else.where"));
    String claim =
        "{'one_time_keys': {'" + id("jo") + "': {'" + deviceId + "': 'signed_curve25519'}}}";
    assertEquals(
        1,
        http()
            .post(V3 + "/keys/claim", amy, json(claim))
            .ok()
            .path("one_time_keys")
            .path(id("jo"))
            .path(deviceId)
            .size());
    assertEquals(
        0,
        http()
            .post(V3 + "/keys/claim", amy, json(claim))
            .ok()
            .path("one_time_keys")
            .path(id("jo"))
            .path(deviceId)
            .size());
    JsonNode changes = http().get(V3 + "/keys/changes?from=s0_0_0&to=s9_9_9", jo).ok();
    assertTrue(changes.path("changed").toString().contains(id("jo")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /keys/query | {} | 400 | M_MISSING_PARAM",
        "POST | /keys/query | {'device_keys': {'x': []}} | 400 | M_INVALID_PARAM",
        "POST | /keys/query | {'device_keys': {'@a:b': 'c'}} | 400 | M_BAD_JSON",
        "POST | /keys/claim | {'one_time_keys': {'@a:b': []}} | 400 | M_BAD_JSON",
        "POST | /keys/upload | {'device_keys': {'user_id': '@no:x'}} | 400 | M_INVALID_PARAM",
        "PUT | /sendToDevice/m.x/1 | {} | 400 | M_MISSING_PARAM",
        "PUT | /sendToDevice/m.x/1 | {'messages': {'@a:b': {'*': 1}}} | 400 | M_BAD_JSON",
        "POST | /keys/device_signing/upload | {} | 400 | M_MISSING_PARAM",
        "POST | /user_directory/search | {} | 400 | M_MISSING_PARAM"
      })
  void malformedBodiesAreRefused(
      String method, String path, String body, int status, String errcode) {
    refused(status, errcode, http().send(method, V3 + path, jo, json(body)));
  }

  private static String key(int firstIndex, boolean verified) {
    return ("{'first_message_index': %d, 'forwarded_count': 0, 'is_verified': %s,"
            + " 'session_data': {'ciphertext': 'c%d'}}")
        .formatted(firstIndex, verified, firstIndex);
  }

  @Test
  void keysAreBackedUpAndTheBetterOneStays() {
    String versions = V3 + "/room_keys/version";
    String body = "{'algorithm': 'm.megolm_backup.v1.curve25519-aes-sha2', 'auth_data': {'k': 1}}";
    refused(404, "M_NOT_FOUND", http().get(versions, sam));
    http().post(versions, sam, json(body)).ok();
    String version = http().post(versions, sam, json(body)).ok().path("version").asText();
    assertEquals("2", version);
    String session = V3 + "/room_keys/keys/" + enc("!r:caseroom.localhost") + "/s";
    String query = "?version=" + version;
    http().put(session + query, sam, json(key(5, false))).ok();
    http().put(session + query, sam, json(key(7, false))).ok();
    assertEquals(5, http().get(session + query, sam).ok().path("first_message_index").asInt());
    http().put(session + query, sam, json(key(9, true))).ok();
    assertEquals(9, http().get(session + query, sam).ok().path("first_message_index").asInt());
    JsonNode info = http().get(versions, sam).ok();
    assertEquals(1, info.path("count").asInt());
    assertEquals("2", info.path("etag").asText());
    String all = V3 + "/room_keys/keys" + query;
    http()
        .put(
            all,
            sam,
            json("{'rooms': {'!r:caseroom.localhost': {'sessions': {'t': " + key(1, true) + "}}}}"))
        .ok();
    assertEquals(
        2,
        http()
            .get(all, sam)
            .ok()
            .path("rooms")
            .path("!r:caseroom.localhost")
            .path("sessions")
            .size());
    assertEquals("2", http().get(versions + "/2", sam).ok().path("version").asText());
    String room = V3 + "/room_keys/keys/" + enc("!r:caseroom.localhost") + query;
    assertEquals(2, http().get(room, sam).ok().path("sessions").size());
    String other = V3 + "/room_keys/keys/" + enc("!other:caseroom.localhost");
    http().put(other + query, sam, json("{'sessions': {'s': " + key(1, true) + "}}")).ok();
    assertEquals(2, http().delete(other + query, sam).ok().path("count").asInt());
    assertEquals(0, http().get(other + query, sam).ok().path("sessions").size());
    Http.Response old = http().put(session + "?version=1", sam, json(key(1, true)));
    refused(403, "M_WRONG_ROOM_KEYS_VERSION", old);
    assertEquals("2", old.json().path("current_version").asText());
    refused(404, "M_NOT_FOUND", http().get(all, amy));
    refused(400, "M_MISSING_PARAM", http().get(session, sam));
    refused(
        400,
        "M_INVALID_PARAM",
        http().put(versions + "/2", sam, json(body.replace("megolm", "other"))));
    http().put(versions + "/2", sam, json(body.replace("'k': 1", "'k': 2"))).ok();
    assertEquals(1, http().delete(session + query, sam).ok().path("count").asInt());
    assertEquals(0, http().delete(all, sam).ok().path("count").asInt());
    http().delete(versions + "/2", sam).ok();
    http().delete(versions + "/2", sam).ok();
    refused(404, "M_NOT_FOUND", http().get(versions + "/2", sam));
    assertEquals("1", http().get(versions, sam).ok().path("version").asText());
  }

  @Test
  void receiptsAndMarkersNeedAnEventThatOneSees() {
    String room = roomOfAmyAndJo();
    String event = send(amy, room, "read me");
    room(jo, room, "/receipt/m.read/" + enc(event), "{}").ok();
    room(jo, room, "/receipt/m.read.private/" + enc(event), "{'thread_id': 'main'}").ok();
    room(jo, room, "/read_markers", "{'m.fully_read': '" + event + "', 'm.read': '" + event + "'}")
        .ok();
    assertEquals(
        event,
        http()
            .get(user("jo") + "/rooms/" + enc(room) + "/account_data/m.fully_read", jo)
            .ok()
            .path("event_id")
            .asText());
    refused(404, "M_NOT_FOUND", room(jo, room, "/receipt/m.read/$none", "{}"));
    refused(400, "M_INVALID_PARAM", room(jo, room, "/receipt/m.seen/" + enc(event), "{}"));
    refused(403, "M_FORBIDDEN", room(sam, room, "/receipt/m.read/" + enc(event), "{}"));
  }

  @Test
  void aReceiptForAThreadNeedsAnEventOfThatThread() {
    String room = roomOfAmyAndJo();
    String root = send(amy, room, "root");
    String reply = send(amy, room, "m.room.message", related("m.thread", root));
    String reference = send(amy, room, "m.room.message", related("m.reference", root));
    String reaction = send(amy, room, "m.reaction", related("m.annotation", reference));
    String deeper = send(amy, room, "m.reaction", related("m.annotation", reply));
    String other = send(amy, room, "other");
    for (String[] good :
        new String[][] {
          {root, "main"},
          {root, root},
          {reply, root},
          {reference, "main"},
          {reaction, root},
          {deeper, root},
          {other, "main"}
        }) {
      receipt(good[0], room, "m.read", '"' + good[1] + '"').ok();
    }
    for (String[] bad :
        new String[][] {{reply, "main"}, {other, root}, {deeper, "main"}, {root, "$other"}}) {
      refused(400, "M_INVALID_PARAM", receipt(bad[0], room, "m.read", '"' + bad[1] + '"'));
    }
    for (String thread : List.of("\"\"", "1", "null", "[]", "{}")) {
      refused(400, "M_INVALID_PARAM", receipt(root, room, "m.read.private", thread));
    }
    refused(400, "M_INVALID_PARAM", receipt(root, room, "m.fully_read", "\"main\""));
  }

  @Test
  void whoHasLeftMarksAsReadWhatTheySaw() {
    String room = roomOfAmyAndJo();
    String seen = send(amy, room, "seen");
    room(jo, room, "/leave", "{}").ok();
    String later = send(amy, room, "not for jo");
    room(jo, room, "/read_markers", "{'m.fully_read': '" + seen + "', 'm.read': '" + seen + "'}")
        .ok();
    room(jo, room, "/receipt/m.read/" + enc(seen), "{}").ok();
    refused(404, "M_NOT_FOUND", room(jo, room, "/receipt/m.read/" + enc(later), "{}"));
    JsonNode joined = http().get(V3 + "/sync", amy).ok().path("rooms").path("join").path(room);
    assertEquals(0, joined.path("ephemeral").path("events").size(), joined::toString);
  }

  private Http.Response receipt(String event, String room, String type, String thread) {
    return http()
        .post(
            V3 + "/rooms/" + enc(room) + "/receipt/" + type + "/" + enc(event),
            jo,
            "{\"thread_id\": " + thread + "}");
  }

  private static ObjectNode related(String how, String event) {
    return json(
        "{'msgtype': 'm.text', 'body': 'b', 'm.relates_to': {'key': 'k', 'rel_type': '"
            + how
            + "', 'event_id': '"
            + event
            + "'}}");
  }

  @Test
  void theMarkerMovesForwardsOnlyAndAllOrNothing() {
    String room = roomOfAmyAndJo();
    String first = send(amy, room, "first");
    String second = send(amy, room, "second");
    String path = user("jo") + "/rooms/" + enc(room) + "/account_data/m.fully_read";
    room(jo, room, "/receipt/m.fully_read/" + enc(first), "{}").ok();
    refused(
        404,
        "M_NOT_FOUND",
        room(jo, room, "/read_markers", "{'m.fully_read': '" + second + "', 'm.read': '$none'}"));
    assertEquals(first, http().get(path, jo).ok().path("event_id").asText());
    room(jo, room, "/read_markers", "{'m.fully_read': '" + second + "', 'm.read': null}").ok();
    room(jo, room, "/read_markers", "{'m.fully_read': '" + first + "'}").ok();
    assertEquals(second, http().get(path, jo).ok().path("event_id").asText());
    room(jo, room, "/read_markers", "{}").ok();
    refused(400, "M_BAD_JSON", room(jo, room, "/read_markers", "{'m.read': 1}"));
    refused(405, "M_BAD_JSON", http().put(path, jo, json("{'event_id': '" + first + "'}")));
  }

  @Test
  void typingAndPresenceAreOnesOwn() {
    String room = roomOfAmyAndJo();
    String typing = V3 + "/rooms/" + enc(room) + "/typing/";
    http().put(typing + enc(id("jo")), jo, json("{'typing': true, 'timeout': 5000}")).ok();
    http().put(typing + enc(id("jo")), jo, json("{'typing': false}")).ok();
    http().put(typing + enc(id("jo")), jo, json("{'typing': 1}")).ok();
    refused(400, "M_BAD_JSON", http().put(typing + enc(id("jo")), jo, json("{'typing': 2}")));
    refused(400, "M_MISSING_PARAM", http().put(typing + enc(id("jo")), jo, json("{}")));
    refused(403, "M_FORBIDDEN", http().put(typing + enc(id("amy")), jo, json("{'typing': true}")));
    refused(403, "M_FORBIDDEN", http().put(typing + enc(id("sam")), sam, json("{'typing': true}")));
    String presence = V3 + "/presence/" + enc(id("jo")) + "/status";
    http().put(presence, jo, json("{'presence': 'online', 'status_msg': 'here'}")).ok();
    assertEquals("online", http().get(presence, amy).ok().path("presence").asText());
    refused(404, "M_NOT_FOUND", http().get(presence, sam));
    refused(400, "M_INVALID_PARAM", http().put(presence, jo, json("{'presence': 'asleep'}")));
  }
}
