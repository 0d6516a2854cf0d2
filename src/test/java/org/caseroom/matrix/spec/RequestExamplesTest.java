package org.caseroom.matrix.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/**
 * Every body that the specification gives as an example is understood: it is not called malformed.
 * What it names, a room or a person of example.com, is not there, so it may well be refused.
 */
class RequestExamplesTest {
  private static final Set<String> MALFORMED =
      Set.of("M_BAD_JSON", "M_NOT_JSON", "M_MISSING_PARAM", "M_INVALID_PARAM", "M_UNRECOGNIZED");

  /** Examples that are not to be accepted as they are, and the reason. */
  private static final Map<String, String> EXCUSED =
      Map.of(
          "uploadKeys", "it names another device than the one that sends it",
          "uploadCrossSigningKeys", "its keys are words and no keys");

  private final Map<String, String> values = new HashMap<>();
  private int transactions;

  @Test
  void eachIsUnderstood() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      UserId jo = caseroom.createAccount("jo", Role.ADOPTER);
      String token = caseroom.signIn("jo");
      Http http = caseroom.http();
      String room =
          http.post("/_matrix/client/v3/createRoom", token, Json.object())
              .ok()
              .path("room_id")
              .asText();
      String event =
          http.put(
                  "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/1",
                  token,
                  Json.object().put("msgtype", "m.text").put("body", "hello"))
              .ok()
              .path("event_id")
              .asText();
      values.putAll(
          Map.of(
              "userId", jo.value(),
              "roomId", room,
              "roomIdOrAlias", room,
              "eventId", event,
              "version", "1"));
      List<String> refused = new ArrayList<>();
      int sent = 0;
      for (MatrixSpec.Operation operation : MatrixSpec.load().operations()) {
        for (JsonNode body : operation.requests()) {
          // Each has a token of its own: some of them sign out.
          Http.Response answer =
              http.send(
                  operation.method(),
                  path(operation),
                  operation.wantsToken() ? caseroom.issueToken(jo) : null,
                  Json.write(body).replaceAll("@alice:example\\.(com|org)", jo.value()));
          sent++;
          // Where it asks for authentication it has looked at what it has, a made-up kind of it.
          if (answer.status() == 401 && answer.json().has("flows")) {
            continue;
          }
          if (answer.status() == 405
              || answer.status() >= 500
              || answer.status() >= 400 && MALFORMED.contains(answer.errcode())) {
            if (!EXCUSED.containsKey(operation.id())) {
              refused.add(operation + " " + body + " -> " + answer.status() + answer.text());
            }
          }
        }
      }
      assertEquals("", String.join("\n", refused));
      assertTrue(sent > 60, sent + " examples sent");
    }
  }

  private String path(MatrixSpec.Operation operation) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      String value = values.getOrDefault(name, parameter.path("example").asText("x"));
      if (name.equals("txnId")) {
        value = "t" + transactions++;
      }
      if (parameter.path("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", encode(value));
      } else if (parameter.path("required").asBoolean()) {
        query.add(name + "=" + encode(value));
      }
    }
    return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
