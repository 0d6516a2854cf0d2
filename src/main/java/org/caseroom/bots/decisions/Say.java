package org.caseroom.bots.decisions;

import java.util.List;
import org.caseroom.bots.runtime.MessageKey;

/** What the decision log says. */
final class Say {
  static final MessageKey PROPOSED =
      MessageKey.of("proposed", "author", "number", "title", "decided", "reasons")
          .optionally("reference", "clause", "more");
  static final MessageKey SIGNED =
      MessageKey.of(
              "signed", "number", "title", "decided", "reasons", "author", "signer", "when",
              "audit", "page")
          .optionally("reference", "clause", "late", "more", "owed");
  static final MessageKey LATE = MessageKey.of("late", "reason");
  static final MessageKey AUDIT = MessageKey.of("audit", "position", "event");
  static final MessageKey AUDIT_SOON = MessageKey.of("audit-soon", "event");
  static final MessageKey OWED = MessageKey.of("owed", "number");
  static final MessageKey SUPERSEDES = MessageKey.of("supersedes", "number");
  static final MessageKey DECIDE_USAGE = MessageKey.of("decide-usage", "ask");
  static final MessageKey SIGN_USAGE = MessageKey.of("sign-usage");
  static final MessageKey NO_SUCH_DECISION = MessageKey.of("no-such-decision", "number");
  static final MessageKey NOT_A_CASE = MessageKey.of("not-a-case");
  static final MessageKey WRONG_ROOM = MessageKey.of("wrong-room");
  static final MessageKey NO_CLAUSE = MessageKey.of("no-clause");
  static final MessageKey CHANGED = MessageKey.of("changed", "number");
  static final MessageKey WHICH = MessageKey.of("which", "command");
  static final MessageKey ASK_KIND = MessageKey.of("ask-kind", "choices");
  static final MessageKey ASK_TITLE = MessageKey.of("ask-title");
  static final MessageKey ASK_DECIDED = MessageKey.of("ask-decided");
  static final MessageKey ASK_REASONS = MessageKey.of("ask-reasons");
  static final MessageKey ASK_FIELD = MessageKey.of("ask-field", "ask", "choices");
  static final MessageKey ASK_PART = MessageKey.of("ask-part", "choices");
  static final MessageKey ASK_TEXT = MessageKey.of("ask-text");
  static final MessageKey ASK_CHANGE = MessageKey.of("ask-change");
  static final MessageKey ASK_WHY = MessageKey.of("ask-why");
  static final MessageKey ASK_FAMILY_DECIDED = MessageKey.of("ask-family-decided");
  static final MessageKey ASK_FAMILY_REASONS = MessageKey.of("ask-family-reasons");
  static final MessageKey ASK_THINK = MessageKey.of("ask-think");
  static final MessageKey ASK_ANSWER = MessageKey.of("ask-answer");

  /** All of them. */
  static final List<MessageKey> ALL =
      List.of(
          PROPOSED,
          SIGNED,
          LATE,
          AUDIT,
          AUDIT_SOON,
          OWED,
          SUPERSEDES,
          DECIDE_USAGE,
          SIGN_USAGE,
          NO_SUCH_DECISION,
          NOT_A_CASE,
          WRONG_ROOM,
          NO_CLAUSE,
          CHANGED,
          WHICH,
          ASK_KIND,
          ASK_TITLE,
          ASK_DECIDED,
          ASK_REASONS,
          ASK_FIELD,
          ASK_PART,
          ASK_TEXT,
          ASK_CHANGE,
          ASK_WHY,
          ASK_FAMILY_DECIDED,
          ASK_FAMILY_REASONS,
          ASK_THINK,
          ASK_ANSWER);

  private Say() {}
}
