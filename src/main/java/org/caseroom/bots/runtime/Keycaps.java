package org.caseroom.bots.runtime;

import java.util.OptionalInt;

/** Numbers as reactions: 1️⃣ to 🔟. */
public final class Keycaps {
  private static final int MOST = 10;

  private Keycaps() {}

  /** The number that a reaction stands for; a plain number counts as well. */
  public static OptionalInt number(String reaction) {
    String key = Reactions.bare(reaction).replace("\u20E3", "");
    return key.equals("\uD83D\uDD1F") ? OptionalInt.of(MOST) : Command.number(key);
  }
}
