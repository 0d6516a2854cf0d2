package org.caseroom.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.spec.MatrixSpec;

/**
 * Requests to every endpoint that are right in most of their parts, so that what is wrong in them
 * gets far: with the examples of the specification and bodies that each have all their fields.
 */
final class LikelyRequests {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  /** Things that requests carry, so that some of what is sent gets far. */
  private static final List<String> NAMES =
      List.of(
          "type",
          "identifier",
          "user",
          "password",
          "token",
          "auth",
          "session",
          "device_id",
          "initial_device_display_name",
          "preset",
          "name",
          "topic",
          "invite",
          "initial_state",
          "power_level_content_override",
          "creation_content",
          "room_version",
          "visibility",
          "room_alias_name",
          "is_direct",
          "user_id",
          "reason",
          "msgtype",
          "body",
          "m.relates_to",
          "m.mentions",
          "membership",
          "displayname",
          "avatar_url",
          "timeout",
          "typing",
          "m.read",
          "m.fully_read",
          "m.read.private",
          "thread_id",
          "room",
          "event_fields",
          "limit",
          "since",
          "filter",
          "device_keys",
          "one_time_keys",
          "fallback_keys",
          "messages",
          "devices",
          "new_password",
          "logout_devices",
          "actions",
          "conditions",
          "pattern",
          "enabled",
          "presence",
          "status_msg",
          "order",
          "tags",
          "event_id",
          "redacts",
          "users",
          "events",
          "join_rule",
          "allow",
          "algorithm",
          "content",
          "search_term",
          "via",
          "third_party_signed",
          "client_secret",
          "email",
          "send_attempt",
          "next_link",
          "sid",
          "medium",
          "address",
          "invite_3pid",
          "threepid_creds");

  private final Nonsense nonsense;
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, List<String>> known = new HashMap<>();
  private final Map<String, ObjectNode> bodies = new HashMap<>();

  LikelyRequests(Nonsense nonsense, TestCaseroom caseroom) {
    this.nonsense = nonsense;
    queries(caseroom.http().base());
    parts();
    examples(caseroom.caseroom().endpoints());
    goodBodies();
  }

  /** Says what there is now that a part of a path may name. */
  void know(String part, List<String> values) {
    known.put(part, values);
  }

  /** The first of what there is. */
  String known(String part) {
    return known.get(part).get(0);
  }

  private void queries(String base) {
    for (String name :
        List.of(
            "from",
            "to",
            "since",
            "limit",
            "dir",
            "filter",
            "full_state",
            "set_presence",
            "at",
            "timeout",
            "membership",
            "not_membership",
            "ts",
            "via",
            "server_name",
            "width",
            "height",
            "method",
            "recurse",
            "max_depth",
            "suggested_only",
            "include",
            "event_id",
            "org.matrix.msc4222.use_state_after",
            "user_id",
            "only",
            "access_token",
            "url",
            "format")) {
      query.put(
          name,
          switch (name) {
            case "dir" -> List.of("f", "b");
            case "limit", "width", "height", "max_depth" -> List.of("1", "10", "100");
            case "timeout" -> List.of("0", "1");
            case "method" -> List.of("crop", "scale");
            case "filter" ->
                List.of("{}", "{\"room\":{\"timeline\":{\"limit\":1}}}", "{\"room\":1}");
            case "url" -> List.of(base + "/", "http://127.0.0.1:1/");
            case "user_id" -> List.of("@_bridge:caseroom.localhost", "@_b_x:caseroom.localhost");
            default -> List.of("s0_0", "true", "join", "jo", "1");
          });
    }
  }

  private void parts() {
    known.put("txnId", List.of("a", "b", "c", "d", "e"));
    known.put("eventType", List.of("m.room.message", "m.room.topic", "m.reaction", "org.x"));
    known.put("stateKey", List.of("", "x", "@jo:caseroom.localhost"));
    known.put("receiptType", List.of("m.read", "m.read.private", "m.fully_read"));
    known.put("deviceId", List.of("DEVICE"));
    known.put("keyName", List.of("displayname", "avatar_url", "org.x"));
    known.put("serverName", List.of("caseroom.localhost"));
    known.put("mediaId", List.of("abc"));
    known.put("filterId", List.of("1", "0"));
    known.put("type", List.of("m.direct", "org.x"));
    known.put("tag", List.of("m.favourite", "u.x"));
    known.put("scope", List.of("global"));
    known.put("kind", List.of("override", "content", "room", "sender", "underride"));
    known.put("ruleId", List.of("x", ".m.rule.master", "#x"));
    known.put("attr", List.of("enabled", "actions"));
    known.put("relType", List.of("m.annotation", "m.thread", "m.replace"));
  }

  /** What the specification gives as examples of bodies, and the names of queries. */
  private void examples(Iterable<Endpoint> endpoints) {
    MatrixSpec spec = MatrixSpec.load();
    for (Endpoint endpoint : endpoints) {
      String path = PARAMETER.matcher(endpoint.path()).replaceAll("x");
      for (MatrixSpec.Operation operation : spec.operations(endpoint.method(), path)) {
        for (JsonNode example : operation.requests()) {
          good(
              endpoint.method() + " " + endpoint.path(),
              Json.write(example)
                  .replaceAll("@alice:example\\.(com|org)", "@jo:caseroom.localhost"));
        }
        for (JsonNode parameter : operation.parameters()) {
          if (parameter.path("in").asText().equals("query")) {
            query.putIfAbsent(
                parameter.path("name").asText(), List.of(parameter.path("example").asText("1")));
          }
        }
      }
    }
  }

  /** A path with its query, encoded, often wrongly. */
  String path(Endpoint endpoint) {
    Matcher parameters = PARAMETER.matcher(endpoint.path());
    StringBuilder path = new StringBuilder();
    while (parameters.find()) {
      String value =
          nonsense.chance(0.75)
              ? Nonsense.encode(
                  nonsense.pick(known.getOrDefault(parameters.group(1), List.of("x", "m.tag"))))
              : nonsense.encoded();
      parameters.appendReplacement(path, Matcher.quoteReplacement(value));
    }
    return parameters.appendTail(path) + nonsense.query(query);
  }

  /** A body with something wrong in it, most of the time; empty for none. */
  byte[] body(Endpoint endpoint) {
    if (endpoint.body() == Endpoint.Body.NONE && nonsense.chance(0.9)) {
      return new byte[0];
    }
    if (nonsense.chance(0.2)) {
      return nonsense.rawBody();
    }
    ObjectNode good = bodies.get(endpoint.method() + " " + endpoint.path());
    if (good != null && nonsense.chance(0.8)) {
      return Json.writeBytes(nonsense.chance(0.1) ? good : nonsense.spoil(good));
    }
    return Json.writeBytes(nonsense.object(NAMES));
  }

  private void goodBodies() {
    good(
        "POST /_matrix/client/v3/login",
        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"jo\"},"
            + "\"password\":\"wrong\",\"device_id\":\"D\",\"initial_device_display_name\":\"d\"}");
    good(
        "POST /_matrix/client/v3/createRoom",
        "{\"preset\":\"private_chat\",\"name\":\"n\",\"topic\":\"t\",\"visibility\":\"private\","
            + "\"room_version\":\"12\",\"invite\":[\"@jo:caseroom.localhost\"],\"is_direct\":true,"
            + "\"creation_content\":{\"m.federate\":false,\"type\":\"m.space\"},\"initial_state\":["
            + "{\"type\":\"m.room.guest_access\",\"state_key\":\"\",\"content\":{\"a\":1}}],"
            + "\"power_level_content_override\":{\"users_default\":0,\"events\":{\"x\":50},"
            + "\"users\":{\"@jo:caseroom.localhost\":50}},\"invite_3pid\":[]}");
    good(
        "PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}",
        "{\"msgtype\":\"m.text\",\"body\":\"b\",\"format\":\"org.matrix.custom.html\","
            + "\"formatted_body\":\"<b>b</b>\",\"m.mentions\":{\"user_ids\":[\"@jo:x\"],"
            + "\"room\":true},\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$x\","
            + "\"m.in_reply_to\":{\"event_id\":\"$x\"}},\"m.new_content\":{\"body\":\"c\"}}");
    String levels =
        "{\"users\":{\"@jo:caseroom.localhost\":50},\"users_default\":0,\"events\":"
            + "{\"m.room.name\":50},\"ban\":50,\"notifications\":{\"room\":50},\"topic\":\"t\","
            + "\"membership\":\"join\",\"join_rule\":\"restricted\",\"allow\":[{\"type\":"
            + "\"m.room_membership\",\"room_id\":\"!x\"}],\"history_visibility\":\"shared\","
            + "\"alias\":\"#a:caseroom.localhost\",\"alt_aliases\":[\"#b:caseroom.localhost\"]}";
    good("PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}", levels);
    good("PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}", levels);
    String person = "{\"user_id\":\"@jo:caseroom.localhost\",\"reason\":\"r\"}";
    for (String act : List.of("invite", "kick", "ban", "unban", "leave", "forget")) {
      good("POST /_matrix/client/v3/rooms/{roomId}/" + act, person);
    }
    good("PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}", "{\"reason\":\"r\"}");
    good(
        "PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}", "{\"typing\":true,\"timeout\":1}");
    good(
        "POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}",
        "{\"thread_id\":\"main\"}");
    good(
        "POST /_matrix/client/v3/rooms/{roomId}/read_markers",
        "{\"m.fully_read\":\"$x\",\"m.read\":\"$x\",\"m.read.private\":\"$x\"}");
    good(
        "POST /_matrix/client/v3/user/{userId}/filter",
        "{\"event_format\":\"client\",\"event_fields\":[\"content\"],\"presence\":{\"limit\":1},"
            + "\"account_data\":{\"types\":[\"m.direct\"]},\"room\":{\"rooms\":[],\"timeline\":"
            + "{\"limit\":10,\"not_types\":[\"x\"],\"lazy_load_members\":true,\"contains_url\":false,"
            + "\"senders\":[\"@jo:x\"]},\"state\":{\"lazy_load_members\":true},\"ephemeral\":{},"
            + "\"include_leave\":true}}");
    good(
        "POST /_matrix/client/v3/keys/upload",
        "{\"device_keys\":{\"user_id\":\"@fuzz0:caseroom.localhost\",\"device_id\":\"D\","
            + "\"algorithms\":[\"m.olm.v1\"],\"keys\":{\"ed25519:D\":\"k\"},\"signatures\":{}},"
            + "\"one_time_keys\":{\"signed_curve25519:AAAA\":{\"key\":\"k\",\"signatures\":{}}},"
            + "\"fallback_keys\":{\"signed_curve25519:B\":{\"key\":\"k\",\"fallback\":true}}}");
    good(
        "POST /_matrix/client/v3/keys/query",
        "{\"device_keys\":{\"@jo:caseroom.localhost\":[\"D\"]},\"timeout\":1}");
    good(
        "POST /_matrix/client/v3/keys/claim",
        "{\"one_time_keys\":{\"@jo:caseroom.localhost\":{\"D\":\"signed_curve25519\"}}}");
    good(
        "PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}",
        "{\"messages\":{\"@jo:caseroom.localhost\":{\"*\":{\"a\":1}}}}");
    good("PUT /_matrix/client/v3/profile/{userId}/{keyName}", "{\"displayname\":\"n\"}");
    good(
        "PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}",
        "{\"actions\":[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"x\"}],\"pattern\":\"p\","
            + "\"conditions\":[{\"kind\":\"event_match\",\"key\":\"k\",\"pattern\":\"p\"}]}");
    good(
        "POST /_matrix/client/v3/publicRooms",
        "{\"limit\":1,\"since\":\"x\",\"filter\":{\"generic_search_term\":\"a\",\"room_types\":[null]},"
            + "\"include_all_networks\":false}");
    good(
        "POST /_matrix/client/v3/account/password",
        "{\"new_password\":\"p\",\"logout_devices\":false,\"auth\":{\"type\":\"m.login.password\","
            + "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"jo\"},\"password\":\"x\","
            + "\"session\":\"s\"}}");
    good(
        "POST /_matrix/client/v3/join/{roomIdOrAlias}",
        "{\"reason\":\"r\",\"third_party_signed\":{}}");
    good("PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}", "{\"order\":0.5}");
  }

  private void good(String endpoint, String body) {
    bodies.put(endpoint, Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
  }
}
