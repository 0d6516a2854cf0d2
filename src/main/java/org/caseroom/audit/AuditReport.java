package org.caseroom.audit;

import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param entries how many entries were checked
 * @param events how many events
 * @param checkpoints how many checkpoints
 * @param keys how many keys signed them, one after another
 * @param root the root of the tree in base64, to be compared with a checkpoint that somebody holds
 * @param findings what is wrong, by the place in the log; empty when all is well. The list ends
 *     after the first hundred
 */
public record AuditReport(
    long entries, long events, long checkpoints, int keys, String root, List<Finding> findings) {

  /**
   * Something that is wrong.
   *
   * @param seq the entry it is about or begins at, from 0
   * @param subject what is wrong: {@code entry 5}, {@code event $id}, {@code tile 0/1}, {@code
   *     head}, {@code checkpoint of 550}
   * @param what what was found there
   * @param meaning what that means
   */
  public record Finding(long seq, String subject, String what, String meaning) {}

  /** Whether nothing is wrong. */
  public boolean isGood() {
    return findings.isEmpty();
  }

  /** The first bad entry. */
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }
}
