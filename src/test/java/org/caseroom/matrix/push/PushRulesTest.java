package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Push rules: as they begin, as they are edited, and what each condition says. */
class PushRulesTest extends PushTest {
  private static final String RULES = V3 + "/pushrules/";
  private static final String OWN = RULES + "global/override/";

  private Person jo;
  private Person amy;

  @BeforeEach
  void people() {
    jo = person("jo");
    amy = person("amy");
  }

  private List<String> ids(String kind) {
    List<String> ids = new ArrayList<>();
    http()
        .get(RULES, jo.token())
        .ok()
        .path("global")
        .path(kind)
        .forEach(rule -> ids.add(rule.path("rule_id").asText()));
    return ids;
  }

  private void put(String path, String body) {
    http().put(RULES + path, jo.token(), json(body)).ok();
  }

  @Test
  void theyBeginAsTheSpecificationHasThem() {
    JsonNode rules = http().get(RULES, jo.token()).ok().path("global");
    assertEquals(
        List.of(
            ".m.rule.master",
            ".m.rule.suppress_notices",
            ".m.rule.invite_for_me",
            ".m.rule.member_event",
            ".m.rule.is_user_mention",
            ".m.rule.contains_display_name",
            ".m.rule.is_room_mention",
            ".m.rule.roomnotif",
            ".m.rule.tombstone",
            ".m.rule.reaction",
            ".m.rule.room.server_acl",
            ".m.rule.suppress_edits"),
        ids("override"));
    assertEquals(List.of(".m.rule.contains_user_name"), ids("content"));
    assertEquals(
        List.of(
            ".m.rule.call",
            ".m.rule.encrypted_room_one_to_one",
            ".m.rule.room_one_to_one",
            ".m.rule.message",
            ".m.rule.encrypted"),
        ids("underride"));
    assertEquals(List.of(), ids("room"));
    assertEquals(List.of(), ids("sender"));
    assertEquals(jo.id().localpart(), rules.path("content").path(0).path("pattern").asText());
    assertTrue(rules.path("override").toString().contains(jo.name()));
    assertEquals(rules, http().get(RULES + "global/", jo.token()).ok());
    String data = V3 + "/user/" + enc(jo.name()) + "/account_data/m.push_rules";
    assertEquals(rules, http().get(data, jo.token()).ok().path("global"));
  }

  @Test
  void theyAreAddedMovedTurnedOffAndRemoved() {
    put("global/override/one", "{'actions': ['notify'], 'conditions': []}");
    put("global/override/two?after=one", "{'actions': [], 'conditions': []}");
    put("global/override/zero?before=one", "{'actions': [], 'conditions': []}");
    put("global/override/top", "{'actions': []}");
    assertEquals(
        List.of(".m.rule.master", "top", "zero", "one", "two"), ids("override").subList(0, 5));
    put("global/override/two?before=top&after=one", "{'actions': ['notify']}");
    assertEquals(
        List.of(".m.rule.master", "two", "top", "zero", "one"), ids("override").subList(0, 5));
    put("global/override/two/enabled", "{'enabled': false}");
    put("global/override/two", "{'actions': [{'set_tweak': 'sound', 'value': 'bing'}]}");
    JsonNode two = http().get(OWN + "two", jo.token()).ok();
    assertFalse(two.path("enabled").asBoolean());
    assertFalse(two.path("default").asBoolean());
    assertEquals("bing", two.path("actions").path(0).path("value").asText());
    put("global/override/.m.rule.master/enabled", "{'enabled': true}");
    assertTrue(
        http().get(OWN + ".m.rule.master/enabled", jo.token()).ok().path("enabled").asBoolean());
    put("global/override/.m.rule.master/actions", "{'actions': ['dont_notify']}");
    assertEquals(
        json("{'actions': ['dont_notify']}"),
        http().get(OWN + ".m.rule.master/actions", jo.token()).ok());
    http().delete(OWN + "two", jo.token()).ok();
    refused(404, "M_NOT_FOUND", http().get(OWN + "two", jo.token()));
    refused(404, "M_NOT_FOUND", http().delete(OWN + "two", jo.token()));
    assertEquals(".m.rule.master", ids("override").get(0));
    put("global/content/cake", "{'pattern': 'cake*lie', 'actions': ['notify']}");
    assertEquals(
        json(
            "{'rule_id': 'cake', 'actions': ['notify'], 'pattern': 'cake*lie', 'default': false,"
                + " 'enabled': true}"),
        http().get(RULES + "global/content/cake", jo.token()).ok());
    assertEquals(List.of("cake", ".m.rule.contains_user_name"), ids("content"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PUT; ; {}",
        "PUT; scope/room/x; {'actions': []}",
        "PUT; global; {}",
        "PUT; global/room; {}",
        "PUT; global/room/; {}",
        "PUT; global/upper/x; {'actions': []}",
        "PUT; global/room/a%5Cb; {'actions': []}",
        "PUT; global/room/a%2Fb; {'actions': []}",
        "PUT; global/override/.mine; {'actions': []}",
        "PUT; global/override/x; {'actions': [], 'conditions': [{}]}",
        "PUT; global/override/x; {'actions': [], 'conditions': [{'kind': 'x', 'pattern': []}]}",
        "PUT; global/override/x; {'actions': [], 'conditions': {}}",
        "PUT; global/override/x; {'conditions': []}",
        "PUT; global/override/x; {'actions': ['shout']}",
        "PUT; global/override/x; {'actions': [5]}",
        "PUT; global/override/x?before=none; {'actions': []}",
        "PUT; global/override/x?after=.m.rule.master; {'actions': []}",
        "PUT; global/content/x; {'actions': []}",
        "PUT; global/override/.m.rule.master/colour; {'colour': 1}",
        "PUT; global/override/.m.rule.master/enabled; {'enabled': 'yes'}",
        "PUT; global/override/.m.rule.master/enabled; {}",
        "PUT; global/override/.m.rule.master/actions; {'actions': ['shout']}",
        "GET; global; ",
        "GET; global/room; ",
        "GET; scope/; ",
        "GET; global/upper/; ",
        "GET; global/upper/x; ",
        "GET; global/override/.m.rule.master/colour; ",
        "DELETE; global/override/.m.rule.master; ",
      })
  void whatIsNoRuleIsRefused(String method, String path, String body) {
    String whole = RULES + (path == null ? "" : path);
    var answer = http().send(method, whole, jo.token(), body == null ? null : json(body));
    assertEquals(400, answer.status(), answer.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"override/.none/enabled", "sender/@x:y/actions", "room/!x:y/enabled"})
  void thereIsNothingToSetOfARuleThatIsNotThere(String path) {
    var body = json("{'enabled': true, 'actions': []}");
    refused(404, "M_NOT_FOUND", http().put(RULES + "global/" + path, jo.token(), body));
    refused(404, "M_NOT_FOUND", http().get(RULES + "global/" + path, jo.token()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'kind':'event_match','key':'content.topic','pattern':'lunc?*'}; {'topic':'Lunch plans'}; 1",
        "{'kind':'event_match','key':'content.topic','pattern':'lunc?*'}; {'topic':' lunch'}; 0",
        "{'kind':'event_match','key':'content.topic','pattern':'*'}; {'topic':5}; 0",
        "{'kind':'event_match','key':'content.topic','pattern':'*'}; {}; 0",
        "{'kind':'event_match','key':'content.topic'}; {'topic':''}; 0",
        "{'kind':'event_match','key':'content.body','pattern':'ex*ple'}; {'body':'An example event.'}; 1",
        "{'kind':'event_match','key':'content.body','pattern':'ex*ple'}; {'body':'An examples event.'}; 0",
        "{'kind':'event_match','key':'content.a\\\\.b.c','pattern':'x'}; {'a.b':{'c':'x'}}; 1",
        "{'kind':'event_match','key':'content.a.b','pattern':'x'}; {'a.b':'x'}; 0",
        "{'kind':'event_match','key':'type','pattern':'org.*'}; {}; 1",
        "{'kind':'event_property_is','key':'content.x','value':true}; {'x':true}; 1",
        "{'kind':'event_property_is','key':'content.x','value':true}; {'x':'true'}; 0",
        "{'kind':'event_property_is','key':'content.x','value':null}; {'x':null}; 1",
        "{'kind':'event_property_is','key':'content.x','value':null}; {}; 0",
        "{'kind':'event_property_is','key':'content.x','value':7}; {'x':7}; 1",
        "{'kind':'event_property_is','key':'content.x','value':{}}; {'x':{}}; 0",
        "{'kind':'event_property_contains','key':'content.x','value':'a'}; {'x':['b','a']}; 1",
        "{'kind':'event_property_contains','key':'content.x','value':'a'}; {'x':'a'}; 0",
        "{'kind':'event_property_contains','key':'content.x','value':1}; {'x':['1',[1]]}; 0",
        "{'kind':'room_member_count','is':'2'}; {}; 1",
        "{'kind':'room_member_count','is':'==2'}; {}; 1",
        "{'kind':'room_member_count','is':'<2'}; {}; 0",
        "{'kind':'room_member_count','is':'>=2'}; {}; 1",
        "{'kind':'room_member_count','is':'many'}; {}; 0",
        "{'kind':'sender_notification_permission','key':'room'}; {}; 1",
        "{'kind':'org.example.moon','phase':'full'}; {}; 0",
      })
  void everyConditionSaysWhatTheSpecificationSays(String condition, String content, int count) {
    put("global/override/.m.rule.suppress_edits/enabled", "{'enabled': true}");
    put("global/override/own", "{'actions': ['notify'], 'conditions': [" + condition + "]}");
    String room = room(amy, jo);
    send(amy, room, "org.example.thing", json(content));
    assertEquals(
        count, synced(jo, room).path("unread_notifications").path("notification_count").asInt());
  }

  @Test
  void whoeverMayNotCannotNotifyTheRoom() {
    Person sam = person("sam");
    String room = room(amy, jo, sam);
    ObjectNode everyone = json("{'msgtype': 'm.text', 'body': 'x', 'm.mentions': {'room': true}}");
    send(sam, room, "m.room.message", everyone);
    assertEquals(0, highlights(room));
    send(amy, room, "m.room.message", everyone);
    assertEquals(1, highlights(room));
    say(amy, room, "hello @room");
    assertEquals(2, highlights(room));
    // Who says whom they mean is not guessed at.
    send(
        amy,
        room,
        "m.room.message",
        json("{'msgtype': 'm.text', 'm.mentions': {}}").put("body", jo.id().localpart()));
    assertEquals(2, highlights(room));
    say(amy, room, "hello " + jo.id().localpart());
    assertEquals(3, highlights(room));
  }

  private int highlights(String room) {
    return synced(jo, room).path("unread_notifications").path("highlight_count").asInt();
  }

  @Test
  void aRuleThatChangedComesWithTheNextSync() {
    String since = http().get(V3 + "/sync", jo.token()).ok().path("next_batch").asText();
    var waiting = http().later("GET", V3 + "/sync?timeout=30000&since=" + since, jo.token(), null);
    put("global/room/!x:y", "{'actions': []}");
    JsonNode data = waiting.join().ok().path("account_data").path("events").path(0);
    assertEquals("m.push_rules", data.path("type").asText());
    assertEquals(
        "!x:y", data.path("content").path("global").path("room").path(0).path("rule_id").asText());
  }

  @Test
  void ignoredPeopleDoNotNotify() {
    String room = room(amy, jo);
    ObjectNode ignored = Json.object();
    ignored.putObject("ignored_users").putObject(amy.name());
    http()
        .put(
            V3 + "/user/" + enc(jo.name()) + "/account_data/m.ignored_user_list",
            jo.token(),
            ignored)
        .ok();
    say(amy, room, "hello " + jo.id().localpart());
    assertEquals(0, highlights(room));
    assertEquals(0, notifications(jo, "").path("notifications").size());
  }
}
