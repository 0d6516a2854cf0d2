package org.caseroom.bots.frontdoor;

import java.util.List;
import java.util.Map;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.procedure.Procedure;

/** What the front door says, beside the names of the needs, which come from the procedure. */
final class DoorText {
  static final MessageKey ROOM_NAME = MessageKey.family("room-name", "reference");
  static final MessageKey RECEIPT =
      MessageKey.family("receipt", "name", "reference", "readers", "next").optionally("child");
  static final MessageKey NEXT = MessageKey.family("next");
  static final MessageKey NEXT_BY = MessageKey.family("next-by", "day");
  static final MessageKey READER = MessageKey.family("reader", "name", "role");
  static final MessageKey NO_READERS = MessageKey.family("no-readers");
  static final MessageKey NEEDS_QUESTION = MessageKey.family("needs-question", "options");
  static final MessageKey OPTION = MessageKey.family("option", "number", "option");
  static final MessageKey SAVED = MessageKey.family("saved", "needs");
  static final MessageKey NEEDS_NOW = MessageKey.family("needs-now", "needs", "options");
  static final MessageKey NEEDS_NONE = MessageKey.family("needs-none", "options");
  static final MessageKey NEEDS_USAGE = MessageKey.family("needs-usage", "count");
  static final MessageKey NO_CASE = MessageKey.family("no-case");

  static final MessageKey HINT_ROOM = MessageKey.family("hint-room");
  static final MessageKey HINT = MessageKey.family("hint");

  static final MessageKey SCREEN =
      MessageKey.staff("screen", "reference", "clause", "outcomes").optionally("day");
  static final MessageKey BY_DAY = MessageKey.staff("by-day", "day");
  static final MessageKey OUTCOME = MessageKey.staff("outcome", "number", "title", "clause");
  static final MessageKey OUTCOME_ADVICE =
      MessageKey.staff("outcome-advice", "number", "title", "clause");
  static final MessageKey SCREEN_REASON = MessageKey.staff("screen-reason", "reference", "title");
  static final MessageKey SCREEN_REASON_ADVICE =
      MessageKey.staff("screen-reason-advice", "reference", "title");
  static final MessageKey SCREEN_USAGE = MessageKey.staff("screen-usage", "reference", "outcomes");
  static final MessageKey WAITING = MessageKey.staff("waiting", "lines");
  static final MessageKey WAITING_LINE =
      MessageKey.staff("waiting-line", "reference").optionally("day");
  static final MessageKey USAGE = MessageKey.staff("usage", "usage");
  static final MessageKey NOT_THE_HUB = MessageKey.staff("not-the-hub");

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
