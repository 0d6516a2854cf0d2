package org.caseroom.cases.versions;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agency changes its procedure: what began under the old one goes on under the old one. */
class VersionsTest {
  @TempDir Path config;
  private Path file;
  private CasePlay play;

  @BeforeEach
  void aProcedureThatTheAgencyCanChange() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("config"))) {
      for (Path from : all.sorted().toList()) {
        Path to = config.resolve(Path.of("config").relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      }
    }
    file = config.resolve("procedures/together4children.yaml");
    play = new CasePlay(settings -> settings.with("procedures", config.resolve("procedures")));
    play.at("2025-03-03T09:12");
    play.refer();
    play.at("2025-03-04T11:40");
    play.screen();
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private void change(String text, String into) throws IOException {
    String before = Files.readString(file);
    assertTrue(before.contains(text), text);
    Files.writeString(file, before.replace(text, into));
    play.caseroom().restart();
  }

  private static final String FIVE_DAYS =
      "title: Sign-off of the referral\n    unit: working-days\n    length: 5";

  private void threeDays() throws IOException {
    change(FIVE_DAYS, FIVE_DAYS.replace("length: 5", "length: 3"));
  }

  private JsonNode procedure() {
    return play.get("tess", "/api/cases/REF-1/procedure").ok();
  }

  private Http.Response move(String who, int decision) {
    ObjectNode body = Json.object().put("decision", decision).put("reason", "The new policy.");
    return play.act(who, "/procedure/move", body);
  }

  private void decide() {
    play.act(
            "dana",
            "/decisions",
            body(
                "title", "Go on under the new policy",
                "decided", "The case moves.",
                "reasons", "The family asked for the shorter time."))
        .ok();
    play.act(
            "tess",
            "/signatures",
            body("document", "decision/D1", "decided", "The case moves.", "reasons", "As asked."))
        .ok();
  }

  @Test
  void aRemarkMakesNoNewVersion() throws IOException {
    String version = procedure().path("version").asText();
    change("# Every rule cites its clause.", "# Each rule cites its clause.");
    assertEquals(version, procedure().path("newest").asText());
  }

  @Test
  void anOpenCaseKeepsItsVersionAndANewOneFollowsTheNewest() throws IOException {
    String version = procedure().path("version").asText();
    threeDays();
    play.form("dana");
    assertEquals("2025-03-11", play.clock("tess", "SIGNOFF").path("due").asText());
    assertEquals(version, procedure().path("version").asText());
    assertNotEquals(version, procedure().path("newest").asText());

    play.refer();
    play.post(
            "dana",
            "/api/cases/REF-2/screening",
            body("outcome", "detailed-referral", "reason", "Need."))
        .ok();
    ObjectNode form = body("needs", "Sensory needs.", "situation", "Adopted in 2024.");
    form.putArray("proposed_actions").add("assessment");
    play.put("dana", "/api/cases/REF-2/referral-form", form).ok();
    for (JsonNode clock : play.get("tess", "/api/cases/REF-2").ok().path("clocks")) {
      if (clock.path("id").asText().equals("SIGNOFF")) {
        assertEquals("2025-03-07", clock.path("due").asText());
        return;
      }
    }
    throw new AssertionError("the new case has no clock SIGNOFF");
  }

  @Test
  void aDecisionOnRecordMovesTheCaseAndRunningClocksKeepTheirDates() throws IOException {
    assertEquals(409, move("tess", 1).status(), "nothing is newer");
    play.form("dana");
    threeDays();
    Http.Response undecided = move("tess", 1);
    assertEquals(409, undecided.status());
    assertTrue(undecided.text().contains("a manager who did not"), undecided.text());
    decide();
    assertEquals(403, move("dana", 1).status());
    move("tess", 1).ok();
    JsonNode now = procedure();
    assertEquals(now.path("newest"), now.path("version"));
    assertTrue(now.path("moved").isTextual() && now.path("moved_by").isTextual(), now.toString());
    assertEquals("2025-03-11", play.clock("tess", "SIGNOFF").path("due").asText());
    play.caseroom().restart();
    assertEquals(procedure().path("newest"), procedure().path("version"));
  }

  /**
   * What the family left out stays out, though the newest file no longer calls it by that topic.
   */
  @Test
  void whatIsAboutATopicStaysSoInTheVersionOfTheCase() throws IOException {
    play.form("dana");
    play.signReferral();
    play.openFamilyRoom();
    play.visit();
    play.consent();
    for (String who : List.of("clara", "nina")) {
      play.add("priya", who, "Helps Robin", "professionals").ok();
      play.act(who, "/join", Json.object()).ok();
    }
    ObjectNode slot = body("at", "2025-04-14T15:30", "about", "Nightmares after contact");
    slot.put("clinician", play.id("clara").value());
    String booked = play.act("priya", "/consultations", slot).ok().path("event_id").asText();
    String path =
        "/_matrix/client/v3/rooms/"
            + CasePlay.encode(play.room("nina", "professionals"))
            + "/event/"
            + CasePlay.encode(booked);
    assertEquals(200, play.get("nina", path).status());
    play.act(
            "jo",
            "/consents/acorn-nursery/topics",
            CasePlay.with(body("reason", "Not for school."), "without", List.of("therapy")))
        .ok();
    assertEquals(403, play.get("nina", path).status());
    change(
        "events: [org.caseroom.consultation.book, org.caseroom.consultation.held,"
            + " org.caseroom.consultation.record]",
        "events: []");
    assertEquals(403, play.get("nina", path).status());
    assertEquals(200, play.get("clara", path).status());
  }

  @Test
  void aCaseIsNotMovedWhereItsStageOrItsClockIsMissing() throws IOException {
    play.form("dana");
    decide();
    change("- id: SIGNOFF\n", "- id: SIGN\n");
    Http.Response refused = move("tess", 1);
    assertEquals(409, refused.status());
    assertTrue(refused.text().contains("no such clock"), refused.text());
    assertEquals("running", play.clock("tess", "SIGNOFF").path("status").asText());
  }
}
