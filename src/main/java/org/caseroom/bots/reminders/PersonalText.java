package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages.Style;
import org.caseroom.bots.runtime.Words;
import org.caseroom.identity.QuietHours;

/**
 * What the review reminder says to one person, in their own room with it or about their quiet
 * hours. Such a room outlives a place in a team: cases are named by their reference, and nobody of
 * a family is named at all.
 */
final class PersonalText {
  private static final int LINES = 20;

  private static final MessageKey ROOM_NAME = MessageKey.of("room-name");
  private static final MessageKey CALL = MessageKey.of("call", "lines");
  private static final MessageKey CALL_LINE =
      MessageKey.of("call-line", "reference", "title", "due", "link").optionally("clause");
  private static final MessageKey CALL_ASK = MessageKey.of("call-ask");
  private static final MessageKey DIGEST = MessageKey.of("digest", "day", "sections", "link");
  private static final MessageKey DIGEST_LATE = MessageKey.of("digest-late", "count", "lines");
  private static final MessageKey DIGEST_SOON = MessageKey.of("digest-soon", "count", "lines");
  private static final MessageKey DIGEST_OPEN = MessageKey.of("digest-open", "count", "lines");
  private static final MessageKey DIGEST_QUESTIONS =
      MessageKey.of("digest-questions", "count", "lines");
  private static final MessageKey DIGEST_LINE =
      MessageKey.of("digest-line", "reference", "title", "due", "link").optionally("clause");
  private static final MessageKey DIGEST_REQUEST =
      MessageKey.of("digest-request", "reference", "title", "when", "link");
  private static final MessageKey DIGEST_QUESTION =
      MessageKey.of("digest-question", "reference", "number", "due", "link");
  private static final MessageKey DIGEST_MORE = MessageKey.of("digest-more", "count");
  private static final MessageKey QUIET = MessageKey.of("quiet", "from", "to");
  private static final MessageKey QUIET_OFF = MessageKey.of("quiet-off");
  private static final MessageKey QUIET_USAGE = MessageKey.of("quiet-usage");
  private static final MessageKey QUIET_WORDS = MessageKey.of("quiet-none-words");
  static final MessageKey NOTHING_TO_ANSWER = MessageKey.of("nothing-to-answer");
  static final MessageKey ACK_WORDS = MessageKey.of("ack-words");

  static final List<MessageKey> MESSAGES =
      List.of(
          ROOM_NAME,
          CALL,
          CALL_LINE,
          CALL_ASK,
          DIGEST,
          DIGEST_LATE,
          DIGEST_SOON,
          DIGEST_OPEN,
          DIGEST_QUESTIONS,
          DIGEST_LINE,
          DIGEST_REQUEST,
          DIGEST_QUESTION,
          DIGEST_MORE,
          QUIET,
          QUIET_OFF,
          QUIET_USAGE,
          QUIET_WORDS,
          NOTHING_TO_ANSWER,
          ACK_WORDS);

  private PersonalText() {}

  /** The name of somebody's room with the bot. */
  static String roomName(Desk desk, UserId person) {
    return desk.text(ROOM_NAME, desk.styleFor(person), Map.of());
  }

  private static String link(Desk desk, String path) {
    return desk.services().people().page(path);
  }

  private static String caseLink(Desk desk, String reference) {
    return link(desk, "/cases/" + reference);
  }

  /**
   * All that waits for somebody who could not be called on in the rooms of the cases.
   *
   * @param more how many there are beyond those that are told
   */
  static String call(Desk desk, List<Calls.Line> lines, int more, Style style) {
    List<String> said = new ArrayList<>();
    for (Calls.Line line : lines) {
      Map<String, String> values = ReminderText.about(line.file(), line.clock(), style);
      values.put("link", caseLink(desk, line.file().reference()));
      said.add(desk.text(CALL_LINE, style, values));
    }
    if (more > 0) {
      said.add(desk.text(DIGEST_MORE, style, Map.of("count", String.valueOf(more))));
    }
    String text = desk.text(CALL, style, Map.of("lines", String.join("\n", said)));
    boolean asks = lines.stream().anyMatch(line -> line.asks());
    return asks ? text + "\n" + desk.text(CALL_ASK, style, Map.of()) : text;
  }

  // ---- The digest ----

  /** What a manager has to know in the morning. */
  static String digest(Desk desk, CaseRules rules, Digest.Content content, Style style) {
    List<String> sections = new ArrayList<>();
    clocks(desk, DIGEST_LATE, content.late(), style).ifPresent(sections::add);
    clocks(desk, DIGEST_SOON, content.soon(), style).ifPresent(sections::add);
    section(
            desk,
            DIGEST_OPEN,
            content.open().stream().map(line -> request(desk, rules, line, style)).toList(),
            style)
        .ifPresent(sections::add);
    section(
            desk,
            DIGEST_QUESTIONS,
            content.questions().stream()
                .map(
                    question ->
                        desk.text(
                            DIGEST_QUESTION,
                            style,
                            Map.of(
                                "reference", question.reference(),
                                "number", question.number(),
                                "due", Words.day(style, question.due()),
                                "link", caseLink(desk, question.reference()))))
                .toList(),
            style)
        .ifPresent(sections::add);
    return desk.text(
        DIGEST,
        style,
        Map.of(
            "day", Words.day(style, content.day()),
            "sections", String.join("\n\n", sections),
            "link", link(desk, "/overview")));
  }

  private static Optional<String> clocks(
      Desk desk, MessageKey key, List<Digest.Due> due, Style style) {
    return section(
        desk,
        key,
        due.stream()
            .map(
                line ->
                    desk.text(
                        DIGEST_LINE,
                        style,
                        Map.of(
                            "reference", line.reference(),
                            "title", line.title(),
                            "clause", line.clause(),
                            "due", Words.day(style, line.day()),
                            "link", caseLink(desk, line.reference()))))
            .toList(),
        style);
  }

  private static String request(Desk desk, CaseRules rules, Calls.Line line, Style style) {
    Instant said =
        line.reminder().sent() == null ? line.reminder().dueAt() : line.reminder().sent().at();
    return desk.text(
        DIGEST_REQUEST,
        style,
        Map.of(
            "reference", line.file().reference(),
            "title", line.clock().title(),
            "when", Words.time(style, ReminderSchedule.of(rules, line.file()).local(said)),
            "link", caseLink(desk, line.file().reference())));
  }

  private static Optional<String> section(
      Desk desk, MessageKey key, List<String> lines, Style style) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String shown = lines.stream().limit(LINES).collect(Collectors.joining("\n"));
    int more = lines.size() - LINES;
    if (more > 0) {
      shown += "\n" + desk.text(DIGEST_MORE, style, Map.of("count", String.valueOf(more)));
    }
    return Optional.of(
        desk.text(key, style, Map.of("count", String.valueOf(lines.size()), "lines", shown)));
  }

  // ---- Quiet hours ----

  /** How somebody's quiet hours are now. */
  static String quiet(Desk desk, Optional<QuietHours> hours, Style style) {
    return hours
        .map(
            each ->
                desk.text(
                    QUIET,
                    style,
                    Map.of("from", each.from().toString(), "to", each.to().toString())))
        .orElseGet(() -> desk.text(QUIET_OFF, style, Map.of()));
  }

  /** How the command is written. */
  static String quietUsage(Desk desk, Style style) {
    return desk.text(QUIET_USAGE, style, Map.of());
  }

  /** Whether somebody wrote that they want no quiet hours. */
  static boolean isNone(Desk desk, String written) {
    return desk.means(QUIET_WORDS, written);
  }
}
