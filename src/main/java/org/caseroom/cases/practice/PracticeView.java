package org.caseroom.cases.practice;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A practice example and who agrees to it, for everybody in the case.
 *
 * @param version the version that is asked about, from 1
 * @param answers each agency concerned, then the family
 * @param ready whether all have approved
 */
public record PracticeView(
    int version,
    String title,
    String text,
    String writtenBy,
    Instant written,
    List<Answer> answers,
    boolean ready) {

  /**
   * What an agency or the family has said.
   *
   * @param party the agency's id, or {@code family}
   * @param answer {@code approve}, {@code withdraw} or {@code missing}
   * @param saidBy who answered in writing, where somebody else recorded it
   */
  public record Answer(
      String party,
      String name,
      String answer,
      @Nullable String by,
      @Nullable String saidBy,
      @Nullable Instant at) {
    boolean approves() {
      return answer.equals("approve");
    }
  }

  /** An example to take along: no agency, no person. */
  public record Export(String title, String text) {}
}
