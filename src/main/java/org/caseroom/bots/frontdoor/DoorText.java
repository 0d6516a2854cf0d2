package org.caseroom.bots.frontdoor;

import java.util.List;
import java.util.Map;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.procedure.Procedure;

/** What the front door says, beside the names of the needs, which come from the procedure. */
final class DoorText {
  static final MessageKey ROOM_NAME = MessageKey.of("room-name", "reference");
  static final MessageKey RECEIPT =
      MessageKey.of("receipt", "name", "reference", "readers", "next").optionally("child");
  static final MessageKey NEXT = MessageKey.of("next");
  static final MessageKey NEXT_BY = MessageKey.of("next-by", "day");
  static final MessageKey READER = MessageKey.of("reader", "name", "role");
  static final MessageKey NO_READERS = MessageKey.of("no-readers");
  static final MessageKey NEEDS_QUESTION = MessageKey.of("needs-question", "options");
  static final MessageKey OPTION = MessageKey.of("option", "number", "option");
  static final MessageKey SAVED = MessageKey.of("saved", "needs");
  static final MessageKey NEEDS_NOW = MessageKey.of("needs-now", "needs", "options");
  static final MessageKey NEEDS_NONE = MessageKey.of("needs-none", "options");
  static final MessageKey NEEDS_USAGE = MessageKey.of("needs-usage", "count");
  static final MessageKey NO_CASE = MessageKey.of("no-case");

  static final MessageKey HINT_ROOM = MessageKey.of("hint-room");
  static final MessageKey HINT = MessageKey.of("hint");

  static final MessageKey SCREEN =
      MessageKey.of("screen", "reference", "clause", "outcomes").optionally("day");
  static final MessageKey BY_DAY = MessageKey.of("by-day", "day");
  static final MessageKey OUTCOME = MessageKey.of("outcome", "number", "title", "clause");
  static final MessageKey OUTCOME_ADVICE =
      MessageKey.of("outcome-advice", "number", "title", "clause");
  static final MessageKey SCREEN_REASON = MessageKey.of("screen-reason", "reference", "title");
  static final MessageKey SCREEN_REASON_ADVICE =
      MessageKey.of("screen-reason-advice", "reference", "title");
  static final MessageKey SCREEN_USAGE = MessageKey.of("screen-usage", "reference", "outcomes");
  static final MessageKey WAITING = MessageKey.of("waiting", "lines");
  static final MessageKey WAITING_LINE =
      MessageKey.of("waiting-line", "reference").optionally("day");
  static final MessageKey USAGE = MessageKey.of("usage", "usage");
  static final MessageKey NOT_THE_HUB = MessageKey.of("not-the-hub");

  static final List<MessageKey> ALL =
      List.of(
          ROOM_NAME,
          RECEIPT,
          NEXT,
          NEXT_BY,
          READER,
          NO_READERS,
          NEEDS_QUESTION,
          OPTION,
          SAVED,
          NEEDS_NOW,
          NEEDS_NONE,
          NEEDS_USAGE,
          NO_CASE,
          HINT_ROOM,
          HINT,
          SCREEN,
          BY_DAY,
          OUTCOME,
          OUTCOME_ADVICE,
          SCREEN_REASON,
          SCREEN_REASON_ADVICE,
          SCREEN_USAGE,
          WAITING,
          WAITING_LINE,
          USAGE,
          NOT_THE_HUB);

  private DoorText() {}

  /** The outcomes of a screening, numbered. */
  static String outcomes(Desk desk, Messages.Style style, Procedure procedure) {
    StringBuilder lines = new StringBuilder();
    int number = 0;
    for (Procedure.ScreeningRule.Outcome outcome : procedure.screening().outcomes()) {
      number++;
      lines
          .append(number == 1 ? "" : "\n")
          .append(
              desk.text(
                  Boolean.TRUE.equals(outcome.advice()) ? OUTCOME_ADVICE : OUTCOME,
                  style,
                  Map.of(
                      "number", String.valueOf(number),
                      "title", outcome.title(),
                      "clause", outcome.clause())));
    }
    return lines.toString();
  }
}
