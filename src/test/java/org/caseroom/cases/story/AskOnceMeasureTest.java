package org.caseroom.cases.story;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How good the guard is, on labelled sentences about an invented family. Every third sentence is
 * held out: lists and bars were set by looking at the other two thirds only.
 */
class AskOnceMeasureTest {
  private record Sentence(boolean again, String where, String text, boolean heldOut) {}

  private static final class Count {
    int caught;
    int wrong;
    int missed;
    int passed;
    int rightPlace;

    double precision() {
      return caught + wrong == 0 ? 1 : (double) caught / (caught + wrong);
    }

    double recall() {
      return (double) caught / (caught + missed);
    }

    String says(String name) {
      return String.format(
          Locale.ROOT,
          "ask-once guard, %s: %d sentences, precision %.3f, recall %.3f, right passage %.3f",
          name,
          caught + wrong + missed + passed,
          precision(),
          recall(),
          (double) rightPlace / Math.max(1, caught));
    }
  }

  private final Measure measure = new Measure();
  private final List<Measure.Source> told = new ArrayList<>();
  private final List<Sentence> sentences = new ArrayList<>();

  AskOnceMeasureTest() throws IOException {
    try (InputStream in = AskOnceMeasureTest.class.getResourceAsStream("ask-once.tsv")) {
      int[] seen = new int[2];
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] field = line.split("\t");
        switch (field[0]) {
          case "S", "Q" -> told.add(measure.source(field[1], field[2], field[3]));
          case "+", "-" -> {
            boolean again = field[0].equals("+");
            boolean heldOut = seen[again ? 1 : 0]++ % 3 == 2;
            sentences.add(new Sentence(again, field[1], field[2], heldOut));
          }
          default -> {}
        }
      }
    }
  }

  private Count count(boolean heldOut, boolean show) {
    Count count = new Count();
    for (Sentence each : sentences) {
      if (each.heldOut() != heldOut) {
        continue;
      }
      Optional<Measure.Found> found = measure.told(each.text(), told, List.of("mika"));
      if (found.isPresent() && each.again()) {
        count.caught++;
        count.rightPlace += found.get().source().id().equals(each.where()) ? 1 : 0;
      } else if (found.isPresent()) {
        count.wrong++;
      } else if (each.again()) {
        count.missed++;
      } else {
        count.passed++;
      }
      if (show && found.isPresent() != each.again()) {
        System.out.println((each.again() ? "missed " : "WRONG ") + each.text() + "  " + found);
      }
    }
    return count;
  }

  @Test
  void catchesMostRepeatsAndHardlyEverStopsTalk() {
    assertTrue(sentences.size() >= 200, "a set of at least 200 sentences");
    Count tuned = count(false, Boolean.getBoolean("caseroom.show"));
    Count heldOut = count(true, false);
    System.out.println(tuned.says("tuned on"));
    System.out.println(heldOut.says("held out"));
    assertTrue(tuned.precision() >= 0.95, tuned.says("tuned on"));
    assertTrue(tuned.recall() >= 0.80, tuned.says("tuned on"));
    assertTrue(heldOut.precision() >= 0.90, heldOut.says("held out"));
    assertTrue(heldOut.recall() >= 0.65, heldOut.says("held out"));
  }
}
