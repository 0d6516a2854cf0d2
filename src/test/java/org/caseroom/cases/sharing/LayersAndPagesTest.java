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
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Layers of a note, pages that a parent agrees to share, and access that ends with a meeting. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayersAndPagesTest {
  private static final String PROFESSIONAL =
      "Marked tactile defensiveness with proprioceptive seeking in unstructured settings.";

  private final CasePlay play = new CasePlay();

  @BeforeAll
  void team() {
    play.caseroom().createAccount("imani", Role.YOUNG_PERSON);
    play.upToConsent();
    for (String person : List.of("oti", "nina", "vera")) {
      play.add("priya", person, "Helps", "family", "professionals").ok();
      play.act(person, "/join", Json.object()).ok();
    }
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private JsonNode layers(String who) {
    return play.get(who, "/api/cases/REF-1/layers").ok();
  }

  private Http.Response sign(String who, String number) {
    return play.act(
        who,
        "/signatures",
        body("document", "summary/" + number, "decided", "Agreed", "reasons", "Plain"));
  }

  @Test
  void eachLayerIsApprovedByAnotherAndGoesToItsOwnRoom() {
    String note =
        play.act("oti", "/notes", body("title", "Sensory screen", "text", PROFESSIONAL))
            .ok()
            .path("event_id")
            .asText();
    ObjectNode copy = body("title", "Screen", "text", PROFESSIONAL, "note", note);
    assertEquals(400, play.act("oti", "/summaries", copy).status(), "the professional text itself");
    ObjectNode family =
        body("title", "Touch", "text", "Robin does not like to be touched.", "note", note);
    play.act("oti", "/summaries", family).ok();
    ObjectNode easy =
        body("title", "Touch, easy", "text", "Touch is hard.", "note", note, "layer", "easy-read");
    play.act("oti", "/summaries", easy).ok();
    ObjectNode child =
        body("title", "For Robin", "text", "Ask me first.", "note", note, "layer", "child");
    play.act("oti", "/summaries", child).ok();
    assertEquals(
        400,
        play.act("oti", "/summaries", body("title", "x", "text", "y", "layer", "child")).status());
    JsonNode item = layers("priya").get(0);
    assertEquals(note, item.path("note").asText());
    assertEquals(3, item.path("layers").size());
    assertEquals("waiting", item.path("layers").get(0).path("status").asText());
    assertEquals(0, layers("jo").size(), "nothing before it is released");
    sign("priya", "S1").ok();
    sign("tess", "S2").ok();
    assertEquals(409, sign("priya", "S3").status(), "there is no room of the child's yet");
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    sign("priya", "S3").ok();
    assertTrue(
        play.texts("priya", play.room("priya", "voice")).contains("For Robin\nAsk me first."));
    JsonNode seen = layers("jo").get(0);
    assertEquals(2, seen.path("layers").size(), seen.toString());
    assertTrue(seen.path("note").isNull());
    String familyRoom = play.room("jo", "family");
    assertTrue(play.texts("jo", familyRoom).contains("Touch, easy\nTouch is hard."));
    assertFalse(play.messages("jo", familyRoom).toString().contains("defensiveness"));
    assertFalse(play.messages("jo", familyRoom).toString().contains("Ask me first"));
  }

  @Test
  void aParentAgreesToAPageForOneReaderAndTakesItBack() {
    ObjectNode section = body("title", "What helps", "text", "The quiet tent.");
    section.put("place", 1).put("version", 1).putArray("audience").add("virtual-school-adviser");
    String space = play.view("jo").path("summary").path("space").asText();
    play.state("jo", space, "org.caseroom.story", "helps", section).ok();
    assertFalse(play.view("nina").toString().contains("quiet tent"));
    ObjectNode request =
        body("page", "story/helps", "reader", play.id("nina").value(), "purpose", "For class.");
    assertEquals(404, play.act("nina", "/shared-pages", request).status(), "she does not read it");
    ObjectNode outside = request.deepCopy().put("reader", play.id("edda").value());
    assertEquals(409, play.act("vera", "/shared-pages", outside).status());
    String number =
        play.act("vera", "/shared-pages", request).ok().path("event_id").asText().isEmpty()
            ? ""
            : "P1";
    assertTrue(
        play.texts("jo", play.room("jo", "family")).stream()
            .anyMatch(text -> text.contains("asks to share §1 of the story with Nina")));
    String answer = "/shared-pages/" + number + "/answer";
    assertEquals(403, play.act("priya", answer, body("decision", "approve")).status());
    assertFalse(play.view("nina").toString().contains("quiet tent"));
    play.act("jo", answer, body("decision", "approve")).ok();
    assertTrue(play.view("nina").toString().contains("quiet tent"));
    assertTrue(play.get("nina", "/_matrix/client/v3/sync").text().contains("quiet tent"));
    assertEquals(
        "approved",
        play.get("jo", "/api/cases/REF-1/shared-pages").ok().get(0).path("status").asText());
    assertEquals(409, play.act("jo", answer, body("decision", "refuse")).status());
    play.send(
            "jo", space, "org.caseroom.share.answer", body("request", number, "decision", "revoke"))
        .ok();
    assertFalse(play.view("nina").toString().contains("quiet tent"));
    assertFalse(play.get("nina", "/_matrix/client/v3/sync").text().contains("quiet tent"));
  }

  @Test
  void theAdvocatesAccessEndsWithTheMeeting() {
    ObjectNode account = body("user_name", "ada", "display_name", "Ada", "agency", "nscht");
    account.putArray("roles").add(Role.ADVOCATE.word());
    play.post("admin", "/api/accounts", account).ok();
    play.at("2025-04-02T13:30");
    ObjectNode meeting =
        with(
            body(
                "person", play.id("ada").value(),
                "title", "Meeting at school",
                "starts", "2025-04-02T13:00:00+01:00",
                "ends", "2025-04-02T15:00:00+01:00",
                "form_version", "2025-1"),
            "rooms",
            List.of("family"));
    with(meeting, "signed_by", List.of(play.id("jo")));
    play.act("jo", "/consents/ada-school/meeting", meeting).ok();
    play.add("priya", "ada", "Comes along to school", "family").ok();
    play.act("ada", "/join", Json.object()).ok();
    String room = play.room("ada", "family");
    String door = "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b";
    play.at("2025-04-02T14:59");
    assertEquals(200, play.get("ada", door).status());
    play.at("2025-04-02T15:00");
    Http.Response over = play.get("ada", door);
    assertEquals(403, over.status(), over.text());
    assertTrue(over.text().contains("for a meeting"), over.text());
    assertEquals(404, play.get("ada", "/api/cases/REF-1").status());
    assertEquals(
        403,
        play.send("ada", room, "m.room.message", body("msgtype", "m.text", "body", "Hi")).status());
  }
}
