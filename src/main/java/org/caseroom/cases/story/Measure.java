package org.caseroom.cases.story;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether something told answers what a message asks: where the bar lies. */
final class Measure {
  /** Of a question's weight, how much has to be told; more when hardly a term is told. */
  private static final double BAR = 0.62;

  private static final double BAR_FOR_ONE_TERM = 0.85;

  private final Likeness likeness = new Likeness();
  private final Asking asking = new Asking();

  /**
   * Something that was told: a section of the story, or a question with its answer.
   *
   * @param id the section's key, or the question's number
   */
  record Source(String id, Likeness.Told told) {}

  /** What tells it, and how well. */
  record Found(Source source, Likeness.Match match) {
    @Override
    public String toString() {
      return source.id() + " " + match;
    }
  }

  /** Takes something told apart; keep the result, it costs the most. */
  Source source(String id, String heading, String text) {
    return new Source(id, likeness.told(heading, text));
  }

  /** Whether a message asks for anything at all: cheap, and true of few. */
  boolean asks(String body) {
    return !asking.questions(body).isEmpty();
  }

  /**
   * What tells best what a message asks.
   *
   * @param told all that the asker may read
   * @param without words that count for nothing, such as the child's name
   */
  Optional<Found> told(String body, List<Source> told, Collection<String> without) {
    List<Likeness.Told> everything = told.stream().map(Source::told).toList();
    Set<String> nothing = new TreeSet<>();
    without.forEach(word -> nothing.addAll(likeness.terms(word)));
    Found best = null;
    for (String question : asking.questions(body)) {
      Set<String> terms = new TreeSet<>(likeness.terms(question));
      terms.removeAll(nothing);
      for (Source source : told) {
        Likeness.Match match = Likeness.match(terms, source.told(), everything);
        if (tells(match) && (best == null || match.betterThan(best.match()))) {
          best = new Found(source, match);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean tells(Likeness.Match match) {
    return match.terms() >= 2
        ? match.share() >= BAR
        : match.terms() == 1 && match.share() >= BAR_FOR_ONE_TERM;
  }
}
