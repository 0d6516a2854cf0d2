package org.caseroom.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.caseroom.cases.file.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryGuardTest {
  private static final String HISTORY =
      "Early history and feeding. Robin came to us at 24 months. His early months were in two"
          + " foster homes. He was fed by a tube until he was one and still gags on lumps.";
  private static final String ROUTINES =
      "Routines and what helps. Bed at seven with the star lamp. A quiet tent in the corner. Tell"
          + " him with a picture what comes next.";
  private static final Set<String> CHILD = Set.of("robin");

  private static boolean asksAgain(String message) {
    return StoryGuard.asks(message)
        && (StoryGuard.overlap(message, HISTORY, CHILD).tells()
            || StoryGuard.overlap(message, ROUTINES, CHILD).tells());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Could parents describe his early history and feeding again?",
        "Please describe Robin's feeding and early history.",
        "Hello all. What was his history of feeding?",
        "Can you tell us about his bed routines?",
      })
  void catchesWhatTheStoryTells(String message) {
    assertEquals(true, asksAgain(message), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Could we meet on Tuesday about the sensory plan?",
        "Has the consent form been signed?",
        "I have read the story about his early history and feeding, thank you.",
        "Who will ring the nursery about the Early Years Pupil Premium?",
        "Is the quiet tent allowed at nursery?",
        "What time is the visit tomorrow?",
        "When is the assessment due?",
        "Does he see the dietitian, and who referred him?",
        "Good morning",
        "?",
        "",
      })
  void letsOrdinaryMessagesPass(String message) {
    assertEquals(false, asksAgain(message), message);
  }

  @Test
  void stemsBringFormsOfAWordTogether() {
    assertEquals(Words.stem("feeding"), Words.stem("feeds"));
    assertEquals(Words.stem("history"), Words.stem("histories"));
    assertEquals(Words.stem("routine"), Words.stem("routines"));
    assertEquals(Words.stem("sitting"), Words.stem("sit"));
  }
}
