package org.caseroom.ops;

import java.security.SecureRandom;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/** Passwords on the command line: given by whoever types, or made here. */
final class Passwords {
  // No letters or digits that are taken for each other when read out.
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int GROUPS = 4;
  private static final int GROUP = 5;

  private Passwords() {}

  /** The password that was typed, or a new one. */
  static Secret given(char @Nullable [] typed) {
    return typed == null ? fresh() : Secret.of(new String(typed));
  }

  /** A new password: 20 letters in groups, 99 bits. */
  static Secret fresh() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return Secret.of(text.toString());
  }
}
