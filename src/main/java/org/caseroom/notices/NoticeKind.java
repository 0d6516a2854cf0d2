package org.caseroom.notices;

import java.util.Locale;

/** What sort of thing somebody is told of: the only thing about it that leaves the house. */
public enum NoticeKind {
  /** Something was said, and they have not read it. */
  MESSAGE,
  /** Somebody called on them by name. */
  MENTION,
  /** They were invited. */
  INVITATION,
  /** A question waits for their answer. */
  QUESTION,
  /** A paper waits for their signature. */
  SIGNATURE,
  /** A reminder. */
  REMINDER;

  /** The key of its words in the texts. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
