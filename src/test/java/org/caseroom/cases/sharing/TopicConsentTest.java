package org.caseroom.cases.sharing;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Consent can leave a topic out: who it lets in stays in the room and does not read that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicConsentTest {
  private static final String TOPIC = "org.caseroom.topic";
  private static final String SECRET = "Zebra";

  private final CasePlay play = new CasePlay();
  private String room;
  private String note;
  private String root;
  private String reply;
  private String edit;
  private String plain;

  @BeforeAll
  void teamWithATeacher() {
    play.upToConsent();
    for (String person : List.of("clara", "nina")) {
      play.add("priya", person, "Helps", "family", "professionals").ok();
      play.act(person, "/join", Json.object()).ok();
    }
    room = play.room("clara", "professionals");
    note =
        play.act(
                "clara",
                "/notes",
                body("title", SECRET + " session", "text", SECRET + " talk", "topic", "therapy"))
            .ok()
            .path("event_id")
            .asText();
    root = said("clara", text(SECRET + " thread").put(TOPIC, "therapy"));
    reply = said("priya", related(SECRET + " reply", "m.thread", root));
    ObjectNode change = related(SECRET + " edit", "m.replace", reply);
    change.putObject("m.new_content").put("msgtype", "m.text").put("body", SECRET + " edited");
    edit = said("priya", change);
    plain = said("clara", text("The next meeting is on Monday."));
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private String said(String who, ObjectNode content) {
    return play.send(who, room, "m.room.message", content).ok().path("event_id").asText();
  }

  private static ObjectNode text(String body) {
    return Json.object().put("msgtype", "m.text").put("body", body);
  }

  private static ObjectNode related(String body, String type, String to) {
    ObjectNode content = text(body);
    content.putObject("m.relates_to").put("rel_type", type).put("event_id", to);
    return content;
  }

  private Http.Response event(String who, String id) {
    return play.get(who, "/_matrix/client/v3/rooms/" + encode(room) + "/event/" + encode(id));
  }

  @Test
  @Order(1)
  void coveredByConsentTheTeacherReadsAll() {
    for (String id : List.of(note, root, reply, edit, plain)) {
      assertEquals(200, event("nina", id).status(), id);
    }
  }

  @Test
  @Order(2)
  void aTopicThatTheProcedureDoesNotHaveIsRefused() {
    Http.Response wrong =
        play.send("clara", room, "m.room.message", text("Hm").put(TOPIC, "astrology"));
    assertEquals(400, wrong.status(), wrong.text());
    assertTrue(wrong.text().contains("therapy"), wrong.text());
  }

  @Test
  @Order(3)
  void withdrawalEndsReadingWhileASyncWaits() throws Exception {
    String since = play.get("nina", "/_matrix/client/v3/sync").ok().path("next_batch").asText();
    play.at("2025-03-26T08:50");
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(
            () -> play.get("nina", "/_matrix/client/v3/sync?timeout=20000&since=" + since).ok());
    long asked = System.nanoTime();
    play.act("jo", "/consents/acorn-nursery/topics", with(body(), "without", List.of("therapy")))
        .ok();
    assertEquals(403, event("nina", note).status());
    assertTrue(System.nanoTime() - asked < TimeUnit.SECONDS.toNanos(1), "within a second");
    said("clara", text(SECRET + " after").put(TOPIC, "therapy"));
    JsonNode woken = waiting.get(10, TimeUnit.SECONDS);
    assertFalse(woken.toString().contains(SECRET), woken.toString());
  }

  @Test
  @Order(4)
  void noDoorShowsTheTopic() {
    for (String id : List.of(note, root, reply, edit)) {
      Http.Response refused = event("nina", id);
      assertEquals(403, refused.status(), refused.text());
      assertTrue(refused.text().contains("You may not read Therapy since 08:50"), refused.text());
    }
    assertEquals(200, event("nina", plain).status());
    assertEquals(200, event("clara", note).status());
    String rooms = "/_matrix/client/v3/rooms/" + encode(room);
    List<String> doors =
        List.of(
            rooms + "/messages?dir=b&limit=100",
            rooms + "/messages?dir=f&limit=100",
            rooms + "/context/" + encode(plain) + "?limit=100",
            rooms + "/state",
            rooms + "/initialSync?limit=100",
            "/_matrix/client/v1/rooms/" + encode(room) + "/threads",
            "/_matrix/client/v3/sync",
            "/_matrix/client/v3/notifications",
            "/api/cases/REF-1",
            "/api/cases/REF-1/pack");
    for (String door : doors) {
      Http.Response answer = play.get("nina", door);
      assertFalse(answer.text().contains(SECRET), door);
      boolean timeline = door.contains("rooms") && !door.endsWith("/state");
      assertTrue(!timeline || play.get("clara", door).text().contains(SECRET), door);
    }
    String relations = "/_matrix/client/v1/rooms/" + encode(room) + "/relations/" + encode(root);
    assertEquals(404, play.get("nina", relations).status());
    assertEquals(403, play.get("nina", rooms + "/context/" + encode(note)).status());
    assertFalse(search("nina").contains(SECRET + " talk"));
    assertTrue(search("clara").contains(SECRET));
  }

  private String search(String who) {
    ObjectNode query = Json.object();
    query
        .putObject("search_categories")
        .putObject("room_events")
        .put("search_term", SECRET.toLowerCase());
    return play.post(who, "/_matrix/client/v3/search", query)
        .ok()
        .path("search_categories")
        .path("room_events")
        .path("results")
        .toString();
  }

  @Test
  @Order(5)
  void theTeacherIsToldWhatTheyDoNotRead() {
    JsonNode withheld = play.get("nina", "/api/cases/REF-1/sharing").ok().path("withheld");
    assertEquals("therapy", withheld.get(0).path("topic").asText());
    assertTrue(withheld.get(0).path("says").asText().startsWith("You may not read Therapy since"));
    assertEquals(0, play.get("clara", "/api/cases/REF-1/sharing").ok().path("withheld").size());
  }

  /** Row 12 of the second case. */
  @Test
  @Order(6)
  void aMentionOfTheTeacherInTheThreadIsHeld() {
    play.at("2025-03-26T14:20");
    ObjectNode mention = related("What do you see in class?", "m.thread", root);
    mention.putObject("m.mentions").putArray("user_ids").add(play.id("nina").value());
    Http.Response held = play.send("clara", room, "m.room.message", mention);
    assertEquals(409, held.status(), held.text());
    assertEquals("ORG.CASEROOM_HELD", held.json().path("errcode").asText());
    assertTrue(
        held.json().path("error").asText().contains("may not read Therapy since 08:50"),
        held.text());
    assertEquals("therapy", held.json().path("org.caseroom.held").path("topic").asText());
    assertTrue(held.json().has("org.caseroom.summary_route"));
    for (String calling :
        List.of("@Nina what do you see?", "Nina: what now", play.id("nina").value() + " hello")) {
      Http.Response called =
          play.send("clara", room, "m.room.message", related(calling, "m.thread", root));
      assertEquals(409, called.status(), calling);
    }
    assertFalse(play.texts("priya", room).contains("What do you see in class?"));
    said("clara", related("Nina is kind to him.", "m.thread", root));
    said("clara", text("@Nina when can you meet?"));
  }

  @Test
  @Order(7)
  void whoCouldReadIsProvableForBoth() {
    JsonNode before = readers("2025-03-26T08:49");
    JsonNode after = readers("2025-03-26T08:51");
    assertTrue(names(before, "could").contains("Nina"), before.toString());
    assertTrue(names(after, "could_not").contains("Nina"), after.toString());
    assertTrue(after.toString().contains("left out what this is about: therapy"), after.toString());
  }

  private JsonNode readers(String at) {
    return play.get("admin", "/api/audit/readers?item=" + encode(note) + "&at=" + at).ok();
  }

  private static List<String> names(JsonNode answer, String field) {
    return answer.path(field).findValuesAsText("name");
  }

  @Test
  @Order(8)
  void aNewVersionOfTheConsentDoesNotForgetTheLimit() {
    ObjectNode form = with(body("form_version", "2025-2"), "signed_by", List.of(play.id("jo")));
    ObjectNode line = form.putArray("lines").addObject();
    line.put("id", "acorn-nursery").put("purpose", "share").put("agency", "acorn-nursery");
    line.put("given", true).putArray("rooms").add("professionals").add("family");
    play.act("jo", "/consents", form).ok();
    assertEquals(403, event("nina", note).status());
    // A second line for the same people does not bring it back, either.
    line.put("id", "nursery-again");
    play.act("jo", "/consents", form).ok();
    assertEquals(403, event("nina", note).status());
    String space = play.view("jo").path("summary").path("space").asText();
    ObjectNode raw =
        with(
            body("purpose", "share", "agency", "acorn-nursery", "status", "given"),
            "rooms",
            List.of("professionals"));
    with(raw.put("form_version", "2025-3"), "signed_by", List.of(play.id("jo")));
    Http.Response forgets = play.state("jo", space, "org.caseroom.consent", "acorn-nursery", raw);
    assertEquals(400, forgets.status(), forgets.text());
    raw.putArray("without");
    play.state("jo", space, "org.caseroom.consent", "acorn-nursery", raw).ok();
    assertEquals(200, event("nina", note).status());
  }

  @Test
  @Order(9)
  void theRepliesOfAnEmptiedThreadStayKept() {
    String space = play.view("jo").path("summary").path("space").asText();
    ObjectNode raw =
        with(
            body("purpose", "share", "agency", "acorn-nursery", "status", "given"),
            "rooms",
            List.of("professionals"));
    with(raw.put("form_version", "2025-3"), "signed_by", List.of(play.id("jo")));
    with(raw, "without", List.of("health"));
    play.state("jo", space, "org.caseroom.consent", "acorn-nursery", raw).ok();
    String start = said("clara", text(SECRET + " dose").put(TOPIC, "health"));
    play.put(
            "clara",
            "/_matrix/client/v3/rooms/" + encode(room) + "/redact/" + encode(start) + "/r1",
            Json.object())
        .ok();
    String late = said("clara", related(SECRET + " late", "m.thread", start));
    assertEquals(403, event("nina", late).status());
    assertEquals(200, event("priya", late).status());
  }
}
