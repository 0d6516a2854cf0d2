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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A letter that gives the family away is held, and nobody releases their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LetterboxTest {
  private final CasePlay play = new CasePlay();
  private String room;

  @BeforeAll
  void upToConsent() {
    play.upToConsent();
    ObjectNode account =
        body("user_name", "pam", "display_name", "Pam", "agency", "together4children");
    account.putArray("roles").add(Role.POST_BOX_WORKER.word());
    play.post("admin", "/api/accounts", account).ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private static ObjectNode letter(String direction, String text) {
    return body("direction", direction, "with", "birth mother", "text", text);
  }

  private JsonNode seen(String who, String number) {
    for (JsonNode letter : play.get(who, "/api/cases/REF-1/letterbox").ok().path("letters")) {
      if (letter.path("number").asText().equals(number)) {
        return letter;
      }
    }
    return Json.object();
  }

  private Http.Response release(String who, String number) {
    return play.act(who, "/letters/" + number + "/release", Json.object().put("release", true));
  }

  @Test
  @Order(1)
  void noLetterboxWithoutConsentForIt() {
    Http.Response refused = play.act("priya", "/rooms", body("kind", "letterbox"));
    assertEquals(409, refused.status(), refused.text());
    assertEquals("5.1", refused.json().path("clause").asText());
    ObjectNode form = with(body("form_version", "2025-2"), "signed_by", List.of(play.id("jo")));
    form.putArray("lines")
        .addObject()
        .put("id", "letterbox")
        .put("purpose", "letterbox")
        .put("given", true);
    play.act("jo", "/consents", form).ok();
    play.act("priya", "/rooms", body("kind", "letterbox")).ok();
    play.add("priya", "pam", "Post-box", "letterbox").ok();
    play.act("pam", "/join", Json.object()).ok();
    play.add("priya", "jo", "Parent", "family", "letterbox").ok();
    play.act("jo", "/join", Json.object()).ok();
    room = play.room("pam", "letterbox");
  }

  @Test
  @Order(2)
  void theAdoptiveSurnameIsHeldWithoutBeingTold() {
    play.act("pam", "/letters", letter("out", "Love from the ASH-DOWNS!")).ok();
    assertEquals("held", seen("pam", "L1").path("status").asText());
    assertEquals("surname", seen("pam", "L1").path("names").get(0).asText());
  }

  @Test
  @Order(3)
  void nothingGoesBeforeTheGuardKnowsWhatItGuards() {
    Http.Response blind = release("priya", "L1");
    assertEquals(409, blind.status(), blind.text());
    assertTrue(blind.text().contains("address, school, town"), blind.text());
    protect("jo", "address", "12 Mill Lane, ST4 7QQ");
    protect("priya", "school", "St Mary's Primary School");
    protect("priya", "town", "Stone");
    play.write("priya", "/letterbox/protected/surname", with(body(), "words", List.of())).ok();
    assertEquals(
        400,
        play.write("jo", "/letterbox/protected/dog", with(body(), "words", List.of())).status());
  }

  private void protect(String who, String kind, String word) {
    play.write(who, "/letterbox/protected/" + kind, with(body(), "words", List.of(word))).ok();
  }

  @Test
  @Order(4)
  void onlyCaseworkersReadTheProtectedWords() {
    assertTrue(play.get("priya", "/api/cases/REF-1/letterbox").text().contains("Mill Lane"));
    assertTrue(play.get("jo", "/api/cases/REF-1/letterbox").text().contains("Mill Lane"), "hers");
    assertFalse(play.get("sam", "/api/cases/REF-1/letterbox").text().contains("Mill Lane"));
    for (String other : new String[] {"pam", "sam"}) {
      assertFalse(play.get(other, "/api/cases/REF-1/letterbox").text().contains("Mill Lane"));
      assertFalse(play.get(other, "/_matrix/client/v3/sync").text().contains("Mill Lane"), other);
      assertFalse(play.view(other).toString().contains("Mill Lane"), other);
    }
  }

  @Test
  @Order(5)
  void aHeldLetterIsReleasedByNobody() {
    Http.Response held = release("priya", "L1");
    assertEquals("ORG.CASEROOM_HELD", held.json().path("errcode").asText(), held.text());
    assertTrue(held.text().contains("surname"));
    assertFalse(held.text().toLowerCase().contains("ashdown"), held.text());
  }

  @Test
  @Order(6)
  void itsAuthorsNeverReleaseALetter() {
    play.write("pam", "/letters/L1", letter("out", "Love from all of us!")).ok();
    assertEquals("waiting", seen("pam", "L1").path("status").asText());
    assertEquals(409, release("pam", "L1").status());
    play.write("priya", "/letters/L1", letter("out", "Love from all of us here!")).ok();
    // Pam wrote an earlier version: neither of the two is a second person now.
    assertEquals(409, release("pam", "L1").status());
    assertEquals(409, release("priya", "L1").status());
    assertEquals(
        403, play.act("jo", "/letters/L1/release", Json.object().put("release", true)).status());
    play.add("priya", "tess", "Second person", "professionals", "letterbox").ok();
    release("tess", "L1").ok();
    assertEquals("released", seen("jo", "L1").path("status").asText());
    assertTrue(
        play.texts("pam", room).stream()
            .anyMatch(text -> text.contains("Love from all of us here!")));
    assertEquals(409, play.write("pam", "/letters/L1", letter("out", "More")).status(), "final");
  }

  @Test
  @Order(7)
  void aLetterFromTheBirthFamilyIsSeenOnceReleasedAndNotItsEarlierVersions() {
    assertEquals(403, play.act("jo", "/letters", letter("in", "From her")).status());
    play.act("pam", "/letters", letter("in", "I know you live in Stone, I will come.")).ok();
    assertEquals("held", seen("pam", "L2").path("status").asText());
    play.write("pam", "/letters/L2", letter("in", "I think of him each day.")).ok();
    assertTrue(seen("jo", "L2").isEmpty());
    assertFalse(everything("jo").contains("think of him"));
    release("priya", "L2").ok();
    assertEquals("I think of him each day.", seen("jo", "L2").path("text").asText());
    assertTrue(everything("jo").contains("think of him"));
    assertFalse(everything("jo").contains("I will come"));
  }

  private String everything(String who) {
    String rooms = "/_matrix/client/v3/rooms/" + encode(room);
    return play.get(who, rooms + "/messages?dir=b&limit=200").text()
        + play.get(who, rooms + "/state").text()
        + play.get(who, "/_matrix/client/v3/sync").text();
  }

  @Test
  @Order(8)
  void aRefusalNeedsAReasonThatTheFamilyDoesNotRead() {
    play.act("pam", "/letters", letter("in", "Something unkind.")).ok();
    ObjectNode refusal = Json.object().put("release", false);
    assertEquals(409, play.act("priya", "/letters/L3/release", refusal).status());
    play.act("priya", "/letters/L3/release", refusal.put("reason", "It threatens them.")).ok();
    assertFalse(everything("jo").contains("threatens"));
    assertFalse(everything("jo").contains("unkind"));
  }

  @Test
  @Order(9)
  void talkAndRawLettersMeetTheSameGuard() {
    Http.Response talk =
        play.send(
            "pam", room, "m.room.message", body("msgtype", "m.text", "body", "They are in St0ne."));
    assertEquals("ORG.CASEROOM_HELD", talk.json().path("errcode").asText(), talk.text());
    play.state("pam", room, "org.caseroom.letter", "L4", letter("out", "Near Mill Lane")).ok();
    assertEquals("held", seen("pam", "L4").path("status").asText());
    ObjectNode raw = body("letter", "L4", "letter_event", seen("pam", "L4").path("event").asText());
    assertEquals(
        409,
        play.send("priya", room, "org.caseroom.letter.release", raw.put("decision", "release"))
            .status());
  }

  @Test
  @Order(10)
  void withdrawnConsentStopsTheLetters() {
    play.act("jo", "/consents/letterbox/withdraw", Json.object()).ok();
    assertEquals(409, play.act("pam", "/letters", letter("out", "Hello")).status());
  }
}
