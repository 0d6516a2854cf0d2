package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.caseroom.cases.assessment.Assessing;
import org.caseroom.cases.plan.Plans;
import org.caseroom.cases.procedure.Procedure;
import org.junit.jupiter.api.Test;

/** The family asks for a correction on a page, and their worker issues the new version on one. */
class CorrectionPagesTest {
  @Test
  void aCorrectionFromAskingToItsNewVersion() {
    try (RobinCase robin = new RobinCase()) {
      shareTheAssessment(robin);
      String base = robin.caseroom().http().base();
      String path = robin.path() + "/corrections";
      Pages jo = Pages.signedIn(base, "jo");
      shows(jo.get(robin.path()), path);
      shows(jo.get(path), "Assessment and support plan", "Ask for a correction");
      HttpResponse<String> nothing = jo.post(path + "/new", "document", "assessment/history");
      assertEquals(400, nothing.statusCode());
      shows(
          jo.post(
              path + "/new", "document", "assessment/history", "text", "He was 14 months, not 24."),
          "It is kept beside the document",
          "With Sara Khan",
          "He was 14 months, not 24.");
      HttpResponse<String> pack = jo.get(robin.path() + "/pack");
      assertEquals("application/zip", pack.headers().firstValue("Content-Type").orElse(""));
      assertTrue(pack.body().contains("family.txt"));
      assertFalse(pack.body().contains("professionals"));
      Pages sara = Pages.signedIn(base, "sara");
      shows(sara.get(path + "/C1/issue"), "He was 14 months, not 24.", "Came at 24 months.");
      shows(
          sara.post(path + "/C1/issue", "text", "Came at 14 months."),
          "The new version holds from now on",
          "Version 2 holds now");
      shows(sara.get(robin.path() + "/assessment"), "Came at 14 months.", "Version 2");
      HttpResponse<String> told = jo.get(path);
      shows(told, "Corrected", "Version 2 holds now");
      assertFalse(told.body().contains("/issue"), "the family issues nothing");
      jo.post(path + "/new", "document", "assessment", "text", "It calls us anxious.");
      shows(
          sara.post(path + "/C2/answer", "reasons", "It is what you told me."),
          "Stays as it is",
          "It is what you told me.");
    }
  }

  private static void shareTheAssessment(RobinCase robin) {
    var cases = robin.cases();
    String reference = robin.reference;
    cases.assessments().start(robin.sara, reference);
    Procedure procedure = cases.policy().rules().procedures().usual();
    for (Procedure.Section section : procedure.assessmentSections()) {
      cases.assessments().section(robin.sara, reference, section.id(), "Came at 24 months.", true);
    }
    cases.team().openRoom(robin.sara, reference, org.caseroom.cases.file.RoomKind.VOICE);
    cases
        .assessing()
        .voice(
            robin.sara,
            reference,
            new Assessing.Voice(false, null, null, "Robin was ill.", null, null));
    cases
        .plans()
        .plans()
        .item(
            robin.sara, reference, "peers", Plans.Item.of("Group", "peer", "started", null, null));
    cases.assessments().complete(robin.sara, reference);
    robin.sign("assessment");
    cases.decisions().share(robin.mo, reference, "assessment", List.of(robin.jo), List.of(), null);
  }

  private static void shows(HttpResponse<String> page, String... texts) {
    for (String text : texts) {
      assertTrue(page.body().contains(text), () -> "'" + text + "' is not on " + page.body());
    }
  }
}
