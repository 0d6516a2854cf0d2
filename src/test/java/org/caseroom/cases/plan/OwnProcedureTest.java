package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.procedure.Procedures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agency sets the rules of support in its own file, and hears of mistakes in it. */
class OwnProcedureTest {
  @TempDir Path config;
  private Path folder;

  @BeforeEach
  void theShippedFiles() throws IOException {
    folder = Files.createDirectories(config.resolve("procedures"));
    for (String name :
        List.of("permissions.yaml", "holidays.yaml", "procedures/together4children.yaml")) {
      Files.copy(Path.of("config").resolve(name), config.resolve(name));
    }
  }

  private void change(String text, String into) throws IOException {
    Path file = folder.resolve("together4children.yaml");
    String before = Files.readString(file);
    assertTrue(before.contains(text), text);
    Files.writeString(file, before.replace(text, into));
  }

  @Test
  void theDaysForSharingAReviewCanRunFromItsMeeting() throws IOException {
    change(
        "    length: 7\n"
            + "    starts: [ { event: org.caseroom.signoff, where: { document: review } } ]",
        "    length: 7\n    dated_by: held\n    starts: [ { event: org.caseroom.review } ]");
    try (CasePlay play = new CasePlay(settings -> settings.with("procedures", folder))) {
      play.upToConsent();
      play.at("2025-05-29T17:20");
      play.assess();
      play.at("2025-05-30T11:05");
      play.signAndShareAssessment();
      play.at("2026-05-21T10:00");
      play.write("priya", "/review", play.reviewBody("video", "2026-05-19")).ok();
      // Seven working days from Tuesday the 19th, over a bank holiday on the 25th.
      assertEquals("2026-05-29", play.clock("jo", "SHARE").path("due").asText());
      play.reviewParties();
      play.at("2026-05-22T14:00");
      play.act(
              "tess",
              "/signatures",
              body("document", "review", "decided", "Goes on", "reasons", "Sound"))
          .ok();
      play.at("2026-05-28T10:00");
      ObjectNode share = with(body("document", "review"), "with", List.of(play.id("jo")));
      play.act("priya", "/shares", share).ok();
      JsonNode clock = play.clock("jo", "SHARE");
      assertEquals("met", clock.path("status").asText());
      assertEquals(6, clock.path("day_finished").asInt());
    }
  }

  @Test
  void howOftenAFamilyIsTriedAndWhatItIsOfferedAreTheAgencysOwn() throws IOException {
    change("attempts: 3", "attempts: 2");
    change("title: Training events", "title: Evening classes");
    try (CasePlay play = new CasePlay(settings -> settings.with("procedures", folder))) {
      play.upToConsent();
      for (String mode : List.of("text", "letter")) {
        play.act(
                "priya",
                "/contacts",
                with(body("mode", mode, "what", "Hello?"), "with", List.of(play.id("sam"))))
            .ok();
      }
      play.write(
              "priya",
              "/closure",
              body("closure", "full", "point", "no-engagement", "reason", "Silence."))
          .ok();
      String offer = play.get("jo", "/api/cases/REF-1/plan").ok().path("offer").toString();
      assertTrue(offer.contains("Evening classes"), offer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "after: [core, stability] }|after: [core, stable] }|no earlier tier 'stable'",
        "clocks: [REVIEW, CLOSED_REVIEW]|clocks: [REVUE]|no clock 'REVUE'",
        "unlocked_by: assessment|unlocked_by: assesment|no document 'assesment'",
        "{ item: communication, working_days: 20 }|{ item: communication, working_days: 0 }|at"
            + " least 1",
        "{ item: communication, working_days: 20 }|{ item: talking, working_days: 20 }|no item of"
            + " the offer 'talking'",
        "after: [review, assessment] }|after: [revue] }|no document 'revue'",
        "reviewed_before_full: [CLOSED_UNDER_REVIEW]|reviewed_before_full: [SHUT]|no stage 'SHUT'",
        "subject_to_review: { clause: \"11.4\", tier: specialist }|subject_to_review: { clause:"
            + " \"14.4\", tier: specialist }|no clause '14.4'",
      })
  void aMistakeIsNamedWithItsLine(String right, String wrong, String says) throws IOException {
    change(right, wrong);
    Problem problem = assertThrows(Problem.class, () -> Procedures.load(folder));
    assertTrue(problem.message().contains("line "), problem.message());
    assertTrue(problem.message().contains(says), problem.message());
  }
}
