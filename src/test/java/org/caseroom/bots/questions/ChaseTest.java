package org.caseroom.bots.questions;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caseroom.cases.CasePlay;
import org.junit.jupiter.api.Test;

/** Requests to other services that nobody answers are asked after, and never twice a day. */
class ChaseTest {
  @Test
  void whatIsPastItsDayIsChasedOnceADayAndThenEachWeek() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      String professionals = play.room("priya", "professionals");
      play.at("2025-04-01T10:00");
      for (String kind : List.of("health-information", "medical-assessment")) {
        play.act(
                "priya",
                "/requests",
                body("kind", kind, "recipient", "Dr Patel, Acorn Surgery", "what", "Hearing test"))
            .ok();
      }
      // 10 working days after 1 April, with Easter between, is the 15th.
      assertEquals(0, chased(play, professionals, "2025-04-15T08:00").size());
      List<String> first = chased(play, professionals, "2025-04-15T09:05");
      assertEquals(1, first.size());
      assertTrue(first.get(0).contains("T1: Health information, sent by Priya"), first.get(0));
      assertEquals(1, chased(play, professionals, "2025-04-15T17:00").size());
      assertEquals(1, chased(play, professionals, "2025-04-23T09:05").size());
      assertEquals(2, chased(play, professionals, "2025-04-24T09:05").size());
      // Both are due on the 1st of May: one message.
      List<String> both = chased(play, professionals, "2025-05-01T12:00");
      assertEquals(3, both.size());
      assertTrue(both.get(0).contains("T1:") && both.get(0).contains("T2:"), both.get(0));
      for (String number : List.of("T1", "T2")) {
        play.act(
                "priya",
                "/requests/" + number + "/outcome",
                body("status", "done", "what", "Hearing is fine."))
            .ok();
      }
      assertEquals(3, chased(play, professionals, "2025-06-12T09:05").size());
    }
  }

  private static List<String> chased(CasePlay play, String room, String at) {
    play.at(at);
    play.caseroom().caseroom().bots().nudge();
    play.caseroom().caseroom().bots().settle();
    return play.texts("priya", room).stream()
        .filter(text -> text.startsWith("No answer has come"))
        .toList();
  }
}
