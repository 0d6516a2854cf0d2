package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/** A colleague opens a case by its page; the family reads of it, and a manager deals with it. */
class AccessPagesTest {
  private static void assertShows(HttpResponse<String> page, String... texts) {
    for (String text : texts) {
      assertTrue(page.body().contains(text), () -> "'" + text + "' is not on " + page.body());
    }
  }

  @Test
  void fromTheNightToTheReview() {
    try (RobinCase robin = new RobinCase()) {
      robin.caseroom().createAccount("nora", "t4c", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      String base = robin.caseroom().http().base();
      Pages nora = Pages.signedIn(base, "nora");
      assertShows(nora.get("/cases"), "in an emergency");
      assertEquals(404, nora.get(robin.path()).statusCode());
      assertShows(nora.get("/open-in-emergency"), "the family reads your name and your reason");
      assertShows(
          nora.post("/open-in-emergency", "reference", robin.reference),
          "Say why you have to open it");
      HttpResponse<String> opened =
          nora.post(
              "/open-in-emergency",
              "reference",
              robin.reference,
              "reason",
              "Robin has run away from home.");
      assertEquals(robin.path(), opened.uri().getPath());
      assertShows(opened, "You can read this case until");

      Pages jo = Pages.signedIn(base, "jo");
      assertShows(jo.get(robin.path()), robin.path() + "/who-has-looked");
      HttpResponse<String> looked = jo.get(robin.path() + "/who-has-looked");
      assertShows(
          looked,
          "It shows why they looked.",
          "nora",
          "Robin has run away from home.",
          "Emergency");
      assertShows(
          jo.get(robin.path() + "/who-has-looked/file?month=2025-03"),
          "day,from,last,name",
          "Robin has run away from home.");
      assertEquals(403, jo.get("/openings").statusCode());
      assertEquals(400, jo.get(robin.path() + "/who-has-looked?month=x").statusCode());

      Pages mo = Pages.signedIn(base, "mo");
      String number = robin.path() + "/openings/BG-1";
      assertShows(mo.get("/openings"), "Open now", number + "/end", number + "/hide");
      assertShows(mo.get("/overview"), "emergency opening to look at");
      mo.get(number + "/end");
      assertShows(mo.post(number + "/end"), "It is recorded.", "To be reviewed");
      assertEquals(404, nora.get(robin.path()).statusCode());
      mo.get(number + "/hide");
      assertShows(mo.post(number + "/hide"), "Say why it would not be safe");
      assertShows(
          mo.post(number + "/hide", "words", "Asked not to warn."),
          "The family does not see it.",
          "Asked not to warn.");
      assertFalse(jo.get(robin.path() + "/who-has-looked").body().contains("nora"));
      mo.get(number + "/review");
      assertShows(mo.post(number + "/review", "words", "Fine."), "Choose what you found");
      assertShows(
          mo.post(number + "/review", "outcome", "justified", "words", "Nora did her duty."),
          "Reviewed",
          "Nora did her duty.");
      assertFalse(mo.get("/overview").body().contains("to look at"));

      nora.get("/open-in-emergency");
      nora.post("/open-in-emergency", "reference", robin.reference, "reason", "Gone again.");
      String again = robin.path() + "/openings/BG-2/end";
      assertShows(nora.get("/cases"), "Stop reading", again);
      nora.get(again);
      assertShows(nora.post(again), "It is recorded.");
      assertFalse(nora.get("/cases").body().contains("Stop reading"));
      assertEquals(404, nora.get(robin.path()).statusCode());
    }
  }
}
