package org.caseroom.cases.clocks;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A manager is away: who signs, and what happens when nobody was named. */
class DeputiesTest {
  private final CasePlay play = new CasePlay();

  @BeforeEach
  void aReferralThatWantsSigning() {
    play.at("2025-01-13T13:25");
    play.refer();
    play.at("2025-01-15T10:15");
    play.screen();
    play.at("2025-01-17T16:00");
    play.form("dana");
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private Http.Response name(String by, String person, String deputy, String from, String until) {
    return play.put(
        by,
        "/api/deputies/" + encode(play.id(person).value()),
        body("deputy", play.id(deputy).value(), "from", from, "until", until, "why", "Sickness"));
  }

  private Http.Response sign(String who) {
    ObjectNode signature =
        body("document", "referral-form", "decided", "Assessment.", "reasons", "Need.");
    return play.act(who, "/signatures", signature);
  }

  private boolean told(String words) {
    Instant until = Instant.now().plus(Duration.ofSeconds(20));
    while (Instant.now().isBefore(until)) {
      if (play.texts("tess", play.room("tess", "professionals")).stream()
          .anyMatch(text -> text.contains(words))) {
        return true;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError(
        words + " is not in " + play.texts("tess", play.room("tess", "professionals")));
  }

  @Test
  void whoStandsInSignsOnTheDaysNamedAndOnNoOther() {
    play.add("tess", "priya", "Stands in", "professionals").ok();
    play.at("2025-01-20T09:00");
    Http.Response refused = sign("priya");
    assertEquals(403, refused.status(), refused.text());
    assertTrue(refused.text().contains("stands in"), refused.text());
    name("tess", "tess", "priya", "2025-01-21", "2025-01-22").ok();
    assertEquals(403, sign("priya").status());
    play.at("2025-01-23T09:00");
    assertEquals(403, sign("priya").status());
    play.at("2025-01-22T09:00");
    sign("priya").ok();
    assertEquals("met", play.clock("tess", "SIGNOFF").path("status").asText());
  }

  @Test
  void aDeputySignsNothingOfTheirOwn() {
    name("tess", "tess", "dana", "2025-01-17", "2025-01-31").ok();
    Http.Response refused = sign("dana");
    assertTrue(refused.status() == 403 || refused.status() == 409, refused.text());
    assertEquals("running", play.clock("tess", "SIGNOFF").path("status").asText());
  }

  @Test
  void onlyThePersonOrAManagerNamesADeputyOfTheSameAgency() {
    assertEquals(400, name("dana", "tess", "dana", "2025-01-21", "2025-01-22").status());
    assertEquals(400, name("tess", "tess", "clara", "2025-01-21", "2025-01-22").status());
    assertEquals(400, name("tess", "tess", "tess", "2025-01-21", "2025-01-22").status());
    assertEquals(400, name("tess", "tess", "dana", "2025-01-22", "2025-01-21").status());
    assertEquals(400, name("clara", "tess", "dana", "2025-01-21", "2025-01-22").status());
    assertEquals(0, play.get("tess", "/api/deputies").ok().size());
    name("tess", "dana", "priya", "2025-01-21", "2025-01-22").ok();
    assertEquals(1, play.get("priya", "/api/deputies").ok().size());
    assertEquals(0, play.get("clara", "/api/deputies").ok().size());
  }

  @Test
  void atFiveOnTheLastDayItIsSaidThatNobodyStandsIn() {
    play.at("2025-01-24T17:00");
    assertTrue(told("Nobody is named to stand in"));
  }

  @Test
  void whereSomebodyStandsInNothingIsSaid() {
    name("tess", "tess", "priya", "2025-01-20", "2025-01-31").ok();
    play.at("2025-01-24T17:01");
    assertTrue(told("Last day: Friday 24 January 2025"));
    assertFalse(
        play.texts("tess", play.room("tess", "professionals")).stream()
            .anyMatch(text -> text.contains("Nobody is named to stand in")));
  }
}
