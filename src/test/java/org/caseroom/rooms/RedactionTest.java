package org.caseroom.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What redaction keeps, as each room version says. */
class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "V10 | m.room.create | {\"creator\":1}",
        "V11 | m.room.create | ALL",
        "V12 | m.room.create | ALL",
        "V10 | m.room.member | {\"join_authorised_via_users_server\":1,\"membership\":1}",
        "V11 | m.room.member | {\"join_authorised_via_users_server\":1,\"membership\":1,"
            + "\"third_party_invite\":{\"signed\":1}}",
        "V12 | m.room.member | {\"join_authorised_via_users_server\":1,\"membership\":1,"
            + "\"third_party_invite\":{\"signed\":1}}",
        "V10 | m.room.join_rules | {\"allow\":1,\"join_rule\":1}",
        "V11 | m.room.join_rules | {\"allow\":1,\"join_rule\":1}",
        "V10 | m.room.power_levels | {\"ban\":1,\"events\":1,\"events_default\":1,\"kick\":1,"
            + "\"redact\":1,\"state_default\":1,\"users\":1,\"users_default\":1}",
        "V11 | m.room.power_levels | {\"ban\":1,\"events\":1,\"events_default\":1,\"invite\":1,"
            + "\"kick\":1,\"redact\":1,\"state_default\":1,\"users\":1,\"users_default\":1}",
        "V10 | m.room.history_visibility | {\"history_visibility\":1}",
        "V12 | m.room.history_visibility | {\"history_visibility\":1}",
        "V10 | m.room.redaction | {}",
        "V11 | m.room.redaction | {\"redacts\":1}",
        "V10 | m.room.aliases | {}",
        "V11 | m.room.message | {}",
        "V12 | org.caseroom.story | {}",
      })
  void keepsOfTheContent(RoomVersion version, String type, String kept) {
    ObjectNode content = Json.object();
    for (String key :
        new String[] {
          "allow",
          "aliases",
          "ban",
          "body",
          "creator",
          "events",
          "events_default",
          "history_visibility",
          "invite",
          "join_authorised_via_users_server",
          "join_rule",
          "kick",
          "membership",
          "notifications",
          "redact",
          "redacts",
          "room_version",
          "state_default",
          "users",
          "users_default"
        }) {
      content.put(key, 1);
    }
    content.putObject("third_party_invite").put("display_name", "x").put("signed", 1);
    ObjectNode event = Json.object().put("type", type);
    event.set("content", content);
    String before = Json.write(event);

    ObjectNode redacted = Redaction.redact(version, event);

    assertEquals(
        kept.equals("ALL") ? CanonicalJson.encodeToString(content) : kept,
        CanonicalJson.encodeToString(redacted.path("content")));
    assertEquals(before, Json.write(event), "the event itself was changed");
  }

  @Test
  void keepsOfTheRest() {
    String all =
        """
        {"auth_events":[],"content":{},"depth":1,"event_id":"$a","hashes":{},"membership":"join",
         "origin":"x","origin_server_ts":1,"prev_events":[],"prev_state":[],"redacts":"$b",
         "room_id":"!a","sender":"@a:b","signatures":{},"state_key":"","type":"x","unsigned":{}}
        """;
    ObjectNode event = Json.parseObject(all.getBytes(StandardCharsets.UTF_8));
    ObjectNode version11 = Redaction.redact(RoomVersion.V11, event);
    assertEquals(
        "[auth_events, content, depth, event_id, hashes, origin_server_ts, prev_events, room_id,"
            + " sender, signatures, state_key, type]",
        version11.properties().stream()
            .map(java.util.Map.Entry::getKey)
            .sorted()
            .toList()
            .toString());
    ObjectNode version10 = Redaction.redact(RoomVersion.V10, event);
    assertTrue(
        version10.has("origin") && version10.has("membership") && version10.has("prev_state"));
    assertEquals(15, version10.size());
  }
}
