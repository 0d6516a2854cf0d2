package org.caseroom.cases;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Words;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/**
 * A family tells its story once. A professional's message that asks again what a section tells is
 * caught before it is posted, with the passage named. Plain word overlap decides, on the words that
 * carry meaning: most of what is asked has to be in one section, at least two words of it, so that
 * ordinary messages pass.
 */
public final class StoryGuard {
  private static final int LEAST_WORDS = 2;
  private static final double MOST_OF = 0.6;

  private static final Set<String> ASKING =
      Set.of(
          "what",
          "when",
          "where",
          "who",
          "how",
          "why",
          "which",
          "could",
          "can",
          "would",
          "please",
          "tell",
          "describe",
          "explain",
          "do",
          "does",
          "did",
          "is",
          "are",
          "was",
          "were",
          "has",
          "have",
          "may",
          "should",
          "remind");

  private final Access access;

  StoryGuard(Access access) {
    this.access = access;
  }

  /**
   * How much of a question a section tells.
   *
   * @param share of the question's meaning words, the part that the section has, 0 to 1
   * @param words how many that are
   */
  public record Overlap(double share, int words) {
    /** Whether the section answers the question well enough to point to it. */
    public boolean tells() {
      return words >= LEAST_WORDS && share >= MOST_OF;
    }
  }

  /**
   * Refuses a message that asks again.
   *
   * @throws Problem 409 {@code ORG.CASEROOM_TOLD_ALREADY} with the section and its event
   */
  void check(Event message, Account who, CaseFile file, ZoneId zone) {
    if (message.content().path(CaseEvents.ASK_AGAIN).asBoolean()) {
      return;
    }
    Optional<Event> told = told(message, who, file);
    if (told.isEmpty()) {
      return;
    }
    Event section = told.get();
    int place = section.content().path("place").asInt();
    throw Problem.of(
            409,
            "ORG.CASEROOM_TOLD_ALREADY",
            "Told "
                + Notices.shortDay(LocalDate.ofInstant(section.time(), zone))
                + ", card §"
                + place
                + " ("
                + section.text("title").orElse("")
                + "); you may read it. To ask all the same, send it again with "
                + CaseEvents.ASK_AGAIN
                + ": true.")
        .with("org.caseroom.section", String.valueOf(section.stateKey()))
        .with("org.caseroom.place", String.valueOf(place))
        .with("org.caseroom.event_id", section.id().value())
        .with("org.caseroom.room_id", section.room().value())
        .with("org.caseroom.told_at", section.time().toString());
  }

  /** The section that tells what a message asks, as far as its sender may read it. */
  Optional<Event> told(Event message, Account who, CaseFile file) {
    // An edit carries what it becomes beside what old clients show.
    String body =
        message.text("body").orElse("")
            + " "
            + message.content().path("m.new_content").path("body").asText();
    if (!asks(body)) {
      return Optional.empty();
    }
    Set<String> without = new TreeSet<>(Words.of(file.child()));
    Event best = null;
    double most = 0;
    for (Event section : file.state(CaseEvents.STORY)) {
      Overlap overlap =
          overlap(
              body,
              section.text("title").orElse("") + " " + section.text("text").orElse(""),
              without);
      if (overlap.tells()
          && overlap.share() > most
          && access.mayRead(who.id(), section, file.view())) {
        best = section;
        most = overlap.share();
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether a text asks: a question mark with a word that asks, or a request to describe. */
  static boolean asks(String body) {
    String text = body.toLowerCase(Locale.ROOT);
    Set<String> words = new TreeSet<>(Words.of(text));
    return (text.contains("?") && words.stream().anyMatch(ASKING::contains))
        || words.contains("describe")
        || text.contains("tell me")
        || text.contains("tell us");
  }

  /** How much of a question a text tells; {@code without} are words that count for nothing. */
  public static Overlap overlap(String question, String text, Set<String> without) {
    Set<String> asked = Words.stems(lastQuestion(question), without);
    if (asked.isEmpty()) {
      return new Overlap(0, 0);
    }
    Set<String> told = Words.stems(text, without);
    int common = 0;
    for (String stem : asked) {
      if (told.contains(stem)) {
        common++;
      }
    }
    return new Overlap((double) common / asked.size(), common);
  }

  /** The sentence that asks: what comes before it is talk. */
  private static String lastQuestion(String text) {
    String asking = text;
    for (String sentence : text.split("(?<=[.!?])\\s+")) {
      if (sentence.contains("?")) {
        asking = sentence;
      }
    }
    return asking;
  }
}
