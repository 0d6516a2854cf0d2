package org.caseroom.cases.access;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditEntry;
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

/** A colleague opens a case in the night, reads for an hour, and a manager looks at it later. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BreakGlassTest {
  private static final String GLASS = "/break-glass";
  private static final String WHY = "The night team rang: Robin has run away from home.";
  private static final String WORDS = "He screams in the hall.";

  private final CasePlay play = new CasePlay();
  private String family;
  private String professionals;
  private String space;
  private String said;

  @BeforeAll
  void aCaseAndAColleagueOutsideOfIt() {
    play.upToConsent();
    account("nora", null, "permanency-support-social-worker", "together4children");
    account("lena", null, "line-manager", "together4children");
    account("otto", null, "duty-worker", "nscht");
    account("audrey", null, "auditor", "together4children");
    family = play.room("jo", "family");
    professionals = play.room("priya", "professionals");
    space = play.view("jo").at("/summary/space").asText();
    said =
        play.send("jo", family, "m.room.message", body("msgtype", "m.text", "body", WORDS))
            .ok()
            .path("event_id")
            .asText();
  }

  private void account(String name, String hub, String role, String agency) {
    ObjectNode body = body("user_name", name, "display_name", name, "agency", agency);
    if (hub != null) {
      body.put("hub", hub);
    }
    body.putArray("roles").add(role);
    play.post("admin", "/api/accounts", body).ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private Http.Response messages(String who, String room) {
    return play.get(who, "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b&limit=50");
  }

  private boolean reads(String who, String room) {
    Http.Response answer = messages(who, room);
    return answer.status() == 200 && answer.text().contains(WORDS);
  }

  private boolean syncs(String who) {
    return play.get(who, "/_matrix/client/v3/sync").ok().toString().contains(WORDS);
  }

  private JsonNode glass(String who) {
    return play.get(who, "/api/cases/REF-1" + GLASS).ok();
  }

  private List<String> members(String who, String room) {
    List<String> members = new ArrayList<>();
    play.get(who, "/_matrix/client/v3/rooms/" + encode(room) + "/members")
        .ok()
        .path("chunk")
        .forEach(member -> members.add(member.path("state_key").asText()));
    play.get(who, "/_matrix/client/v3/rooms/" + encode(room) + "/joined_members")
        .ok()
        .path("joined")
        .fieldNames()
        .forEachRemaining(members::add);
    return members;
  }

  @Test
  @Order(1)
  void nobodyElseOpensItAndNobodyLearnsThatItIsThere() {
    assertEquals(404, play.get("nora", "/api/cases/REF-1").status());
    for (String who : List.of("otto", "clara", "jo", "stranger", "admin")) {
      Http.Response answer = play.act(who, GLASS, body("reason", WHY));
      assertEquals(404, answer.status(), who + answer.text());
      assertEquals(
          play.get("stranger", "/api/cases/REF-1").json().path("detail").asText(),
          answer.json().path("detail").asText());
    }
    assertEquals(403, play.act("audrey", GLASS, body("reason", WHY)).status());
    Http.Response inside = play.act("priya", GLASS, body("reason", WHY));
    assertEquals(409, inside.status(), inside.text());
    assertEquals(400, play.act("nora", GLASS, Json.object()).status());
    assertEquals(400, play.act("nora", GLASS, body("reason", "help")).status());
    Http.Response voice =
        play.act("nora", GLASS, with(body("reason", WHY), "rooms", List.of("voice")));
    assertEquals(400, voice.status(), voice.text());
    Http.Response letters =
        play.act("nora", GLASS, with(body("reason", WHY), "rooms", List.of("letterbox")));
    assertEquals(409, letters.status(), letters.text());
    Http.Response raw = play.send("nora", space, "org.caseroom.break_glass", body("reason", WHY));
    assertEquals(403, raw.status(), raw.text());
    assertFalse(reads("nora", family));
    assertEquals(404, play.get("nora", "/api/cases/REF-1").status());
  }

  @Test
  @Order(2)
  void sheReadsForAnHourByEveryDoor() {
    play.at("2025-03-26T02:10");
    JsonNode opened = play.act("nora", GLASS, body("reason", WHY)).ok();
    assertEquals("BG-1", opened.path("number").asText());
    assertTrue(opened.path("until").asText().startsWith("2025-03-26T03:10:00"), opened.toString());
    assertEquals("2025-03-28", opened.path("review_due").asText());
    assertEquals(List.of("Tess", "lena"), texts(opened.path("told")));
    assertTrue(reads("nora", family));
    assertTrue(syncs("nora"));
    assertEquals(200, messages("nora", professionals).status());
    assertTrue(play.view("nora").path("rooms").size() >= 2);
    Http.Response again = play.act("nora", GLASS, body("reason", WHY));
    assertEquals(409, again.status(), again.text());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  @Order(3)
  void managersAreToldAtOnceAndNobodyElse() {
    for (String manager : List.of("tess", "lena")) {
      String sync = play.get(manager, "/_matrix/client/v3/sync").ok().toString();
      assertTrue(sync.contains(WHY) && sync.contains("BG-1"), manager);
    }
    for (String other : List.of("jo", "priya", "dana", "sam")) {
      assertFalse(play.get(other, "/_matrix/client/v3/sync").ok().toString().contains(WHY), other);
      assertFalse(members(other, space).contains(play.id("nora").value()), other);
    }
    assertFalse(members("jo", family).contains(play.id("nora").value()));
    play.post(
            "nora",
            "/_matrix/client/v3/rooms/" + encode(family) + "/receipt/m.read/" + encode(said),
            Json.object())
        .ok();
    assertFalse(play.get("jo", "/_matrix/client/v3/sync").text().contains(play.id("nora").value()));
    assertTrue(members("nora", family).contains(play.id("nora").value()));
    assertFalse(play.view("jo").toString().contains(play.id("nora").value()));
  }

  @Test
  @Order(4)
  void sheWritesNothing() {
    Http.Response talk =
        play.send("nora", family, "m.room.message", body("msgtype", "m.text", "body", "Hello"));
    assertEquals(403, talk.status());
    assertTrue(talk.text().contains("to read it"), talk.text());
    assertEquals(403, play.act("nora", "/rooms", body("kind", "voice")).status());
    assertEquals(
        403,
        play.state("jo", family, "m.room.member", play.id("jo").value(), marked()).status(),
        "out of sight by oneself");
  }

  private static ObjectNode marked() {
    return body("membership", "join").put("org.caseroom.break_glass", true);
  }

  @Test
  @Order(5)
  void allThatSheReadsIsNotedAsSuch() {
    play.caseroom().audit();
    List<ObjectNode> reading =
        play.caseroom().recorded(AuditEntry.Kind.ACCESS).stream()
            .filter(entry -> entry.path("who").asText().equals(play.id("nora").value()))
            .toList();
    assertTrue(reading.stream().anyMatch(entry -> entry.path("what").asText().equals(family)));
    assertTrue(reading.stream().anyMatch(entry -> entry.path("what").asText().equals(space)));
    assertEquals(
        List.of("break-glass"),
        reading.stream().map(entry -> entry.path("how").asText()).distinct().toList());
    assertEquals(1, play.caseroom().recorded(AuditEntry.Kind.BREAK_GLASS).size());
  }

  @Test
  @Order(6)
  void whoNamesHerHearsWhatIsSaidOfAnyStranger() {
    play.write(
            "jo",
            "/story/routines",
            with(
                body("title", "Routines", "text", "Bath, book, bed."), "audience", List.of("team")))
        .ok();
    List<String> answers = new ArrayList<>();
    for (String who : List.of("nora", "lena")) {
      Http.Response lead =
          play.write("tess", "/lead", body("person", play.id(who).value(), "why", "Allocated"));
      Http.Response page =
          play.act(
              "priya",
              "/shared-pages",
              body("page", "story/routines", "reader", play.id(who).value(), "purpose", "Night"));
      assertTrue(lead.status() >= 400 && page.status() >= 400, lead.text() + page.text());
      answers.add((lead.text() + page.text()).replace(who, "somebody"));
    }
    assertEquals(answers.get(1), answers.get(0));
  }

  @Test
  @Order(6)
  void itEndsOnTheMinuteAlsoWhenTheServiceWasDown() {
    play.at("2025-03-26T03:09");
    assertTrue(reads("nora", family));
    play.caseroom().restartAt(java.time.Instant.parse("2025-03-26T03:10:00Z"));
    assertFalse(reads("nora", family));
    assertFalse(syncs("nora"));
    assertEquals(404, play.get("nora", "/api/cases/REF-1").status());
    play.at("2025-03-26T03:11");
    assertEquals("ended", glass("tess").get(0).path("status").asText());
    JsonNode joined = play.get("nora", "/_matrix/client/v3/joined_rooms").ok().path("joined_rooms");
    assertFalse(joined.toString().contains(family), "taken out of the rooms");
    assertFalse(joined.toString().contains(space));
  }

  @Test
  @Order(7)
  void whoCouldReadItThenNamesHer() {
    String readers = "/api/audit/readers?item=" + encode(said) + "&at=";
    JsonNode then = play.get("tess", readers + "2025-03-26T02:40").ok();
    JsonNode nora = person(then.path("could"));
    assertEquals("break-glass", nora.path("ground").asText(), then.toString());
    assertTrue(nora.path("why").asText().contains("BG-1"), nora.toString());
    JsonNode later = play.get("tess", readers + "2025-03-26T03:10:30").ok();
    assertTrue(person(later.path("could")).isMissingNode());
    assertFalse(person(later.path("could_not")).isMissingNode());
  }

  private JsonNode person(JsonNode people) {
    for (JsonNode each : people) {
      if (each.path("user").asText().equals(play.id("nora").value())) {
        return each;
      }
    }
    return Json.object().path("nobody");
  }

  @Test
  @Order(8)
  void aManagerReviewsItByTheDay() {
    ObjectNode review = body("outcome", "justified", "words", "The night team asked for the plan.");
    assertEquals(403, play.act("priya", GLASS + "/BG-1/review", review).status());
    assertEquals(404, play.act("jo", GLASS + "/BG-1/review", review).status());
    assertEquals(404, play.act("tess", GLASS + "/BG-9/review", review).status());
    assertEquals(
        400, play.act("tess", GLASS + "/BG-1/review", body("outcome", "x", "words", "x")).status());
    play.at("2025-03-28T23:00");
    assertFalse(glass("tess").get(0).path("review_late").asBoolean());
    play.at("2025-03-29T00:30");
    assertTrue(glass("tess").get(0).path("review_late").asBoolean());
    assertEquals(1, play.get("lena", "/api/break-glass?review=late").ok().path("total").asInt());
    assertEquals(403, play.get("priya", "/api/break-glass").status());
    JsonNode reviewed = play.act("lena", GLASS + "/BG-1/review", review).ok();
    assertEquals("justified", reviewed.path("outcome").asText());
    assertEquals("lena", reviewed.at("/review/by").asText());
    assertEquals(409, play.act("tess", GLASS + "/BG-1/review", review).status());
    assertEquals(0, play.get("tess", "/api/break-glass?review=late").ok().path("total").asInt());
    assertFalse(
        play.get("lena", "/_matrix/client/v3/joined_rooms").text().contains(space),
        "a review takes nobody into the case");
  }

  @Test
  @Order(9)
  void theOneWhoOpenedItEndsItAndAManagerCan() {
    play.at("2025-03-31T20:00");
    JsonNode opened =
        play.act("nora", GLASS, with(body("reason", WHY), "rooms", List.of("family"))).ok();
    assertEquals("BG-2", opened.path("number").asText());
    assertTrue(reads("nora", family));
    assertEquals(403, messages("nora", professionals).status());
    assertEquals(403, deleted("priya", "/BG-2").status());
    deleted("nora", "").ok();
    assertFalse(reads("nora", family));
    assertEquals(409, deleted("nora", "").status());
    play.at("2025-03-31T21:00");
    play.act("nora", GLASS, body("reason", WHY)).ok();
    assertTrue(reads("nora", family));
    deleted("lena", "/BG-3").ok();
    assertFalse(reads("nora", family));
    assertFalse(syncs("nora"));
    assertEquals(3, glass("audrey").size());
    assertEquals(3, glass("nora").size(), "their own");
    assertEquals(0, glass("priya").size());
  }

  private Http.Response deleted(String who, String which) {
    return play.caseroom().http().delete("/api/cases/REF-1" + GLASS + which, play.token(who));
  }

  @Test
  @Order(10)
  void aManagerWhoOpensOneDoesNotReviewIt() {
    play.at("2025-04-01T20:00");
    play.act("lena", GLASS, body("reason", WHY)).ok();
    deleted("lena", "").ok();
    ObjectNode review = body("outcome", "justified", "words", "I needed it.");
    Http.Response own = play.act("lena", GLASS + "/BG-4/review", review);
    assertEquals(409, own.status(), own.text());
    assertTrue(own.text().contains("another manager"), own.text());
    play.act("tess", GLASS + "/BG-4/review", review).ok();
  }

  @Test
  @Order(11)
  void aPlainClientOpensItFromTheQueue() {
    play.at("2025-04-02T20:00");
    account("dean", "stoke-on-trent", "duty-worker", "together4children");
    play.put(
            "dean",
            "/api/deputies/" + encode(play.id("dean").value()),
            body(
                "deputy", play.id("dana").value(),
                "from", "2025-04-03",
                "until", "2025-04-04",
                "why", "Off after a night"))
        .ok();
    String queue = queue("dean");
    Http.Response raw =
        play.send(
            "dean", queue, "org.caseroom.break_glass", body("reason", WHY, "reference", "REF-1"));
    raw.ok();
    assertTrue(reads("dean", family));
    assertEquals(5, glass("tess").size());
    List<ObjectNode> recorded = play.caseroom().recorded(AuditEntry.Kind.BREAK_GLASS);
    assertEquals(
        body("who", play.id("dean").value(), "what", space, "number", "BG-5"),
        recorded.get(recorded.size() - 1));
    play.send(
            "dean",
            queue,
            "org.caseroom.break_glass.end",
            body("number", "BG-5", "reference", "REF-1"))
        .ok();
    assertFalse(reads("dean", family));
    assertFalse(messages("dana", queue).text().contains(WHY), "a colleague at the queue");
    assertTrue(messages("tess", queue).text().contains(WHY));
  }

  private String queue(String who) {
    JsonNode joined = play.get(who, "/_matrix/client/v3/joined_rooms").ok().path("joined_rooms");
    assertEquals(1, joined.size());
    return joined.get(0).asText();
  }

  @Test
  @Order(12)
  void whoComesIntoTheTeamMeanwhileIsInItAsAllAre() {
    play.at("2025-04-03T20:00");
    play.act("nora", GLASS, body("reason", WHY)).ok();
    play.add("priya", "nora", "Takes over for a week", "family").ok();
    assertTrue(reads("nora", family));
    assertEquals(403, messages("nora", professionals).status());
    assertTrue(members("jo", family).contains(play.id("nora").value()));
    play.send("nora", family, "m.room.message", body("msgtype", "m.text", "body", "Hello")).ok();
    play.at("2025-04-03T22:00");
    assertTrue(reads("nora", family));
    assertEquals("ended", glass("tess").get(0).path("status").asText());
  }

  @Test
  @Order(13)
  void aManagerOfAnotherHubDoesNotAnswerForIt() {
    play.at("2025-04-04T20:00");
    ObjectNode agency = body("name", "Together4Children", "kind", "regional-adoption-agency");
    agency
        .putArray("hubs")
        .add(body("id", "stoke-on-trent", "name", "Stoke-on-Trent"))
        .add(body("id", "leek", "name", "Leek"));
    play.put("admin", "/api/agencies/together4children", agency).ok();
    account("mel", "leek", "team-manager", "together4children");
    account("nils", null, "permanency-support-social-worker", "together4children");
    String opening =
        GLASS + "/" + play.act("nils", GLASS, body("reason", WHY)).ok().path("number").asText();
    ObjectNode reason = body("reason", "So that nobody sees it.");
    assertEquals(403, play.act("mel", opening + "/hide", reason).status());
    assertEquals(403, deleted("mel", opening.substring(GLASS.length())).status());
    assertEquals(0, glass("mel").size());
    play.act("mel", GLASS, body("reason", WHY)).ok();
    assertEquals(403, play.act("mel", opening + "/hide", reason).status());
    assertEquals(1, glass("mel").size(), "their own");
    deleted("mel", "").ok();
    deleted("tess", opening.substring(GLASS.length())).ok();
  }

  @Test
  @Order(14)
  void sheStaysOutOfSightWhateverHerClientDoes() {
    play.at("2025-04-05T20:00");
    account("noor", null, "permanency-support-social-worker", "together4children");
    String noor = play.id("noor").value();
    play.act("noor", GLASS, body("reason", WHY)).ok();
    String room = "/_matrix/client/v3/rooms/" + encode(family);
    play.put(
            "noor",
            "/_matrix/client/v3/profile/" + encode(noor) + "/displayname",
            body("displayname", "Noor"))
        .ok();
    play.post("noor", room + "/join", Json.object()).ok();
    for (Http.Response seen :
        List.of(
            play.state("noor", family, "m.room.member", noor, body("membership", "join")),
            play.post("noor", room + "/leave", Json.object()))) {
      assertEquals(403, seen.status(), seen.text());
      assertTrue(seen.text().contains("org.caseroom.break_glass.end"), seen.text());
    }
    assertFalse(messages("jo", family).text().contains(noor));
    assertFalse(play.get("jo", "/_matrix/client/v3/sync").text().contains(noor));
    play.at("2025-04-05T21:01");
    assertFalse(
        play.get("noor", "/_matrix/client/v3/joined_rooms").text().contains(family), "taken out");
    assertFalse(messages("jo", family).text().contains(noor));
  }
}
