package org.caseroom.cases.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which sentences of a message ask to be told something: by a question mark, or by words such as
 * "please describe". Questions that ask for something to be done, for news or about the procedure
 * are let pass before anything is compared. The patterns are data: {@code asking.txt} and {@code
 * passing.txt}.
 */
final class Asking {
  private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?])\\s+|\\n+");
  private static final int LONGEST = 600;

  private final List<Pattern> asking = patterns("asking.txt");
  private final List<Pattern> passing = patterns("passing.txt");

  private static List<Pattern> patterns(String name) {
    return Likeness.resource(name).stream().map(Pattern::compile).toList();
  }

  /** The sentences that ask to be told; what stands around them is talk. */
  List<String> questions(String body) {
    List<String> questions = new ArrayList<>();
    for (String each : SENTENCES.split(body)) {
      String sentence = each.strip();
      String plain = sentence.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
      boolean asks =
          sentence.length() <= LONGEST
              && (sentence.endsWith("?")
                  || asking.stream().anyMatch(one -> one.matcher(plain).find()));
      if (asks && passing.stream().noneMatch(one -> one.matcher(plain).find())) {
        questions.add(sentence);
      }
    }
    return questions;
  }
}
