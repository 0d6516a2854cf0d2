package org.caseroom.cases.sharing;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** A young person's own room is read by whom they chose, and by who opened it for a reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VoiceRoomTest {
  private static final String WORDS = "i want ONE person who knows";

  private final CasePlay play = new CasePlay();
  private String room;

  @BeforeAll
  void ownRoom() {
    play.caseroom().createAccount("imani", Role.YOUNG_PERSON);
    play.upToConsent();
    play.add("priya", "clara", "Therapist", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    play.add("priya", "jo", "Parent", "family", "voice").ok();
    play.add("priya", "imani", "Her own case", "voice").ok();
    play.act("imani", "/join", Json.object()).ok();
    play.act("jo", "/join", Json.object()).ok();
    room = play.room("imani", "voice");
    play.send("imani", room, "m.room.message", body("msgtype", "m.text", "body", WORDS)).ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private boolean reads(String who) {
    Http.Response answer =
        play.get(who, "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b&limit=50");
    return answer.status() == 200 && answer.text().contains(WORDS);
  }

  private boolean syncs(String who) {
    return play.get(who, "/_matrix/client/v3/sync").ok().toString().contains(WORDS);
  }

  @Test
  @Order(1)
  void sheIsToldWhoElseMayOpenItBeforeAnybodyWrites() {
    assertTrue(
        play.texts("imani", room).stream()
            .anyMatch(text -> text.contains("team manager") && text.contains("see who it was")),
        play.texts("imani", room).toString());
  }

  @Test
  @Order(2)
  void nobodyReadsItWhomSheHasNotChosen() {
    assertTrue(reads("imani"));
    for (String other : new String[] {"jo", "priya", "tess", "clara"}) {
      assertFalse(reads(other), other);
      assertFalse(syncs(other), other);
      JsonNode view = play.get(other, "/api/cases/REF-1/voice/room").ok();
      assertTrue(view.path("exists").asBoolean(), other);
      assertFalse(view.path("readable").asBoolean(), other);
      assertEquals(0, view.path("readers").size(), other);
      assertFalse(play.view(other).toString().contains(WORDS));
    }
    assertTrue(
        play.get("priya", "/api/cases/REF-1/voice/room").text().contains("young person's own"));
  }

  @Test
  @Order(3)
  void onlySheChooses() {
    String path = "/voice/readers/" + encode(play.id("clara").value());
    for (String other : new String[] {"jo", "priya", "tess"}) {
      assertEquals(403, play.write(other, path, Json.object().put("chosen", true)).status(), other);
    }
    Http.Response stranger =
        play.write(
            "imani",
            "/voice/readers/" + encode(play.id("stranger").value()),
            Json.object().put("chosen", true));
    assertEquals(400, stranger.status(), stranger.text());
    play.write("imani", path, Json.object().put("chosen", true).put("why", "She listens")).ok();
    play.act("clara", "/join", Json.object()).ok();
    assertTrue(reads("clara"));
    assertTrue(syncs("clara"));
    assertFalse(reads("priya"));
    JsonNode readers = play.get("imani", "/api/cases/REF-1/voice/room").ok().path("readers");
    assertEquals("She listens", readers.get(0).path("why").asText());
  }

  @Test
  @Order(4)
  void takingItBackEndsReadingAtOnceAlsoByRawEvent() {
    play.state(
            "imani",
            room,
            "org.caseroom.voice.reader",
            play.key("clara"),
            body("status", "not-chosen"))
        .ok();
    assertFalse(reads("clara"));
    assertFalse(syncs("clara"));
  }

  @Test
  @Order(5)
  void caseworkMayAddWhatTheyHeardAndReadsNothing() {
    play.act("priya", "/voice", body("reason", "She did not want to be seen.").put("seen", false))
        .ok();
    assertFalse(reads("priya"));
    Http.Response talk =
        play.send("priya", room, "m.room.message", body("msgtype", "m.text", "body", "Hello"));
    assertEquals(403, talk.status(), talk.text());
    assertTrue(talk.text().contains("young person's own"), talk.text());
  }

  @Test
  @Order(6)
  void aManagerOpensItForAReasonThatSheSeesAndForATimeOnly() {
    play.at("2025-03-26T10:00");
    ObjectNode opening = body("reason", "She said she is afraid to go home.");
    assertEquals(409, play.act("priya", "/voice/openings", opening.put("hours", 24)).status());
    assertEquals(409, play.act("tess", "/voice/openings", opening.put("hours", 100)).status());
    assertFalse(reads("tess"));
    play.act("tess", "/voice/openings", opening.put("hours", 24)).ok();
    assertTrue(reads("tess"));
    assertTrue(
        play.texts("imani", room).stream()
            .anyMatch(text -> text.startsWith("Tess opened this room for 24 hours.")));
    JsonNode seen = play.get("imani", "/api/cases/REF-1/voice/room").ok().path("openings").get(0);
    assertEquals("She said she is afraid to go home.", seen.path("reason").asText());
    // Other professionals do not learn why.
    assertFalse(
        play.messages("clara", play.room("clara", "professionals"))
            .toString()
            .contains("afraid to go home"));
    play.at("2025-03-27T09:59");
    assertTrue(reads("tess"));
    play.at("2025-03-27T10:01");
    assertFalse(reads("tess"));
    assertFalse(syncs("tess"));
  }

  @Test
  @Order(7)
  void theSameOpeningByRawEvent() {
    String professionals = play.room("tess", "professionals");
    ObjectNode opening = body("reason", "Again afraid.").put("hours", 2);
    assertEquals(
        409, play.send("priya", professionals, "org.caseroom.voice.opening", opening).status());
    assertEquals(
        403, play.send("clara", professionals, "org.caseroom.voice.opening", opening).status());
    play.send("tess", professionals, "org.caseroom.voice.opening", opening).ok();
    assertTrue(reads("tess"));
  }
}
