package org.caseroom.cases.plan;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** An application to a fund rests on a signed assessment, and is told when it is late. */
class FundTest {
  @Test
  void waitsForTheSignatureAndWarnsOnTheDayAfter() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      play.at("2025-05-29T17:20");
      play.assess();
      ObjectNode application =
          with(
              body("fund", "asgsf", "provider", "Harbour").put("amount", 900),
              "items",
              List.of("peers"));
      Http.Response early = play.act("priya", "/funds", application);
      assertEquals(409, early.status(), early.text());
      assertEquals("8.7", early.json().path("clause").asText());
      play.at("2025-05-30T11:05");
      play.act(
              "tess",
              "/signatures",
              body("document", "assessment", "decided", "Agreed", "reasons", "Sound"))
          .ok();
      play.at("2025-08-31T09:00");
      play.act("priya", "/funds", application).ok();
      assertTrue(
          play.texts("jo", play.room("jo", "family")).stream()
              .anyMatch(text -> text.contains("£900 for Group") && text.contains("met late")));
    }
  }
}
