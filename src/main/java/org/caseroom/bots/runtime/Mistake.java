package org.caseroom.bots.runtime;

import java.nio.file.Path;
import org.caseroom.base.Problem;

/** What is wrong with a file of a bot, in the form that the operator reads. */
public final class Mistake {
  private static final String CODE = "ORG.CASEROOM_CONFIGURATION";

  private Mistake() {}

  /** A mistake in a line of a file. */
  public static Problem at(Path file, int line, String what) {
    return of(file + ", line " + line + ": " + what);
  }

  /** A mistake that is in no one line. */
  public static Problem of(String what) {
    return Problem.of(500, CODE, what);
  }

  /** Whether somebody's files are wrong. */
  public static boolean is(Problem problem) {
    return problem.errcode().equals(CODE);
  }
}
