package org.caseroom.cases.sharing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.cases.file.Words;

/** How much of one text stands word for word in another: the share of its runs of five words. */
final class Passages {
  private static final int RUN = 5;

  private Passages() {}

  /**
   * How much of a text was taken from another, 0 to 1.
   *
   * @return 0 for a text of fewer words than a run
   */
  static double taken(String text, String from) {
    Set<String> runs = runs(text);
    if (runs.isEmpty()) {
      return 0;
    }
    Set<String> others = runs(from);
    long common = runs.stream().filter(others::contains).count();
    return (double) common / runs.size();
  }

  /** The longest passage that two texts have in common, in words; 0 below a run. */
  static int passage(String text, String from) {
    Set<String> others = runs(from);
    List<String> words = Words.of(text);
    int longest = 0;
    int length = 0;
    for (int i = 0; i + RUN <= words.size(); i++) {
      length = others.contains(run(words, i)) ? (length == 0 ? RUN : length + 1) : 0;
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static Set<String> runs(String text) {
    List<String> words = Words.of(text);
    Set<String> runs = new HashSet<>();
    for (int i = 0; i + RUN <= words.size(); i++) {
      runs.add(run(words, i));
    }
    return runs;
  }

  private static String run(List<String> words, int from) {
    return String.join(" ", words.subList(from, from + RUN));
  }
}
