package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.caseroom.cases.CasePlay;
import org.junit.jupiter.api.Test;

/** The family asks for an assessment on a page, also where no family room is open. */
class AssessmentRequestPageTest {
  @Test
  void itIsAskedForWithoutARoomAndAfterTheEnd() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      play.refer();
      Pages jo = Pages.signedIn(play.caseroom().http().base(), "jo");
      asks(jo, "Before anybody looked at it.");
      play.act(
              "dana",
              "/screening",
              org.caseroom.base.Json.object()
                  .put("outcome", "signpost")
                  .put("reason", "A group is enough.")
                  .put("advice", "Adopters' group"))
          .ok();
      assertEquals(
          "CLOSED_NFA", play.view("jo").path("summary").path("stage").asText(), "it is closed");
      asks(jo, "It was not enough.");
    }
  }

  private static void asks(Pages jo, String text) {
    String path = "/cases/REF-1/assessment-request";
    assertTrue(jo.get("/cases/REF-1").body().contains(path), "the button is there");
    HttpResponse<String> page = jo.post(path, "text", text);
    assertTrue(
        page.body().contains(text) && page.body().contains("With Together4Children"), page.body());
  }
}
