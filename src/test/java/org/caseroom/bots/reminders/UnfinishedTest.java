package org.caseroom.bots.reminders;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseFile;
import org.junit.jupiter.api.Test;

/** What a reminder names: each unfinished section with who owes it and what blocks it. */
class UnfinishedTest {
  /** Imani's row 14: nothing from psychology. */
  @Test
  void aSectionNamesItsOwnerItsBlockerAndWhomItWaitsFor() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      play.add("priya", "clara", "Assesses attachment", "professionals").ok();
      play.act(
              "priya",
              "/assessment/contributions",
              body("section", "attachment", "contributor", play.id("clara").value()))
          .ok();
      ObjectNode blocked = body("section", "views", "reason", "Nothing from psychology");
      blocked.put("waiting_for", play.id("clara").value());
      play.act("priya", "/assessment/blockers", blocked).ok();
      List<Unfinished> all = unfinished(play);
      Unfinished attachment = named(all, "Attachment profile and strategies");
      assertEquals(play.id("clara"), attachment.owner());
      Unfinished views = named(all, "Views of the child and the family");
      assertTrue(views.what().endsWith("(blocked: Nothing from psychology)"), views.what());
      assertEquals(play.id("clara"), views.waitingFor());
      assertEquals(play.id("priya"), views.owner(), "nobody was asked: the lead has it");
      assertEquals(7, all.size(), "sections on request are owed once asked for");
    }
  }

  private static List<Unfinished> unfinished(CasePlay play) {
    CaseWork cases = play.caseroom().caseroom().cases();
    RoomId space = RoomId.of(play.view("priya").path("summary").path("space").asText());
    CaseFile file =
        CaseFile.of(play.caseroom().caseroom().rooms().log().view(), space).orElseThrow();
    return Unfinished.of(file, cases.policy().procedure(file), "ASSESS");
  }

  private static Unfinished named(List<Unfinished> all, String title) {
    return all.stream().filter(each -> each.what().startsWith(title)).findFirst().orElseThrow();
  }
}
