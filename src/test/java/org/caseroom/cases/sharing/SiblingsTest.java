package org.caseroom.cases.sharing;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Each child's record is kept apart: a passage of one in the other waits for a second person. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SiblingsTest {
  private static final String PASSAGE =
      "She wakes at three each night and asks whether the door is locked before she can sleep";

  private final CasePlay play = new CasePlay();
  private String robins;
  private String mias;

  @BeforeAll
  void twoCases() {
    play.upToConsent();
    play.post(
            "jo",
            "/api/referrals",
            body(
                "agency", "together4children",
                "hub", "stoke-on-trent",
                "child", "Mia",
                "surname", "Ashdown",
                "words", "Mia does not sleep.",
                "referrer_name", "Jo",
                "reply_by", "text"))
        .ok();
    play.post(
            "dana",
            "/api/cases/REF-2/screening",
            body("outcome", "detailed-referral", "reason", "Emerging need."))
        .ok();
    robins = play.room("priya", "professionals");
    for (JsonNode room : play.get("dana", "/api/cases/REF-2").ok().path("rooms")) {
      mias = room.path("kind").asText().equals("professionals") ? room.path("id").asText() : mias;
    }
    play.send("dana", mias, "m.room.message", text(PASSAGE + ", says Jo.")).ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private static ObjectNode text(String body) {
    return body("msgtype", "m.text", "body", body);
  }

  private Http.Response paste(String who) {
    return play.send(who, robins, "m.room.message", text("FYI: " + PASSAGE + "."));
  }

  @Test
  @Order(1)
  void onlyWhoIsInBothCasesLinksThem() {
    ObjectNode link = Json.object().put("linked", true).put("why", "His sister");
    assertEquals(404, play.write("priya", "/siblings/REF-2", link).status(), "not in Mia's case");
    assertEquals(404, play.write("dana", "/siblings/REF-7", link).status());
    assertEquals(403, play.write("jo", "/siblings/REF-2", link).status());
    play.write("dana", "/siblings/REF-2", link).ok();
    JsonNode seen = play.get("tess", "/api/cases/REF-2/siblings").ok();
    assertEquals("REF-1", seen.get(0).path("reference").asText(), "both cases hold the link");
    assertEquals(0, play.get("jo", "/api/cases/REF-1/siblings").ok().size());
    assertFalse(play.get("jo", "/_matrix/client/v3/sync").text().contains("His sister"));
  }

  @Test
  @Order(2)
  void aPassageOfTheOtherRecordIsHeldAndNotSeen() {
    Http.Response held = paste("priya");
    assertEquals(409, held.status(), held.text());
    assertEquals("ORG.CASEROOM_HELD", held.json().path("errcode").asText());
    assertFalse(held.text().contains("Mia"), held.text());
    assertFalse(play.texts("tess", robins).toString().contains("wakes at three"));
    Http.Response note =
        play.act("priya", "/notes", body("title", "Sleep", "text", "He says: " + PASSAGE));
    assertEquals("ORG.CASEROOM_HELD", note.json().path("errcode").asText(), note.text());
    play.send("priya", robins, "m.room.message", text("She wakes at night, I hear.")).ok();
  }

  @Test
  @Order(3)
  void aSecondPersonLetsItGoOrRefusesIt() {
    ObjectNode hold = body("room", "professionals", "text", PASSAGE, "why", "It is about both.");
    play.act("priya", "/holds", hold).ok();
    assertFalse(play.texts("tess", robins).contains(PASSAGE));
    assertEquals(0, play.get("jo", "/api/cases/REF-1/holds").ok().size());
    assertFalse(play.get("jo", "/_matrix/client/v3/sync").text().contains("wakes at three"));
    ObjectNode release = Json.object().put("release", true);
    assertEquals(409, play.act("priya", "/holds/H1/answer", release).status(), "its author");
    assertEquals(403, play.act("jo", "/holds/H1/answer", release).status());
    play.act("tess", "/holds/H1/answer", release).ok();
    assertTrue(play.texts("tess", robins).contains(PASSAGE));
    assertEquals(
        "released",
        play.get("priya", "/api/cases/REF-1/holds").ok().get(0).path("status").asText());
    ObjectNode forged = text(PASSAGE + " now").put("org.caseroom.released", "H1");
    assertEquals(409, play.send("priya", robins, "m.room.message", forged).status());
    play.act("priya", "/holds", hold).ok();
    ObjectNode refuse = Json.object().put("release", false);
    assertEquals(409, play.act("tess", "/holds/H2/answer", refuse).status(), "no reason");
    play.act("tess", "/holds/H2/answer", refuse.put("reason", "It is hers.")).ok();
    assertEquals(409, play.act("tess", "/holds/H2/answer", release).status());
  }

  @Test
  @Order(4)
  void withoutTheLinkNothingIsCompared() {
    play.write("dana", "/siblings/REF-2", Json.object().put("linked", false)).ok();
    paste("priya").ok();
  }

  /** Row 8 of the second case. */
  @Test
  @Order(5)
  void theHouseSaysThatNoBirthFamilyNamesBelongInTheFamilyRoom() {
    play.act("jo", "/questions", body("text", "School want to know what happened to him before."))
        .ok();
    String family = play.room("jo", "family");
    assertTrue(
        play.texts("jo", family)
            .contains("Please write no names of the birth family in this room."));
    play.act("jo", "/questions", body("text", "Who tells his birth family about it?")).ok();
    assertEquals(
        1,
        play.texts("jo", family).stream()
            .filter("Please write no names of the birth family in this room."::equals)
            .count());
  }
}
