package org.caseroom.rooms;

import org.caseroom.base.Problem;

/**
 * A refusal at the door that leaves something behind: what it writes in the place of the refused
 * unit is durable before the sender is answered. A plain {@link Problem} leaves nothing.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient Proposal instead;

  /**
   * Makes a refusal.
   *
   * @param problem what the sender is answered
   * @param instead what is written, from the state without the refused unit
   */
  public Refusal(Problem problem, Proposal instead) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.instead = instead;
  }

  /** What the sender is answered. */
  Problem problem() {
    return problem;
  }

  /** What is written in the place of the refused unit. */
  Proposal instead() {
    return instead;
  }
}
