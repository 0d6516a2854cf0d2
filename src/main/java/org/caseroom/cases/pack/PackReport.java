package org.caseroom.cases.pack;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What verifying a pack found.
 *
 * @param reference the case; empty when the manifest cannot be read
 * @param server the service that it says it comes from
 * @param events how many events it has
 * @param files how many files
 * @param checkpointKey the key that its checkpoint was verified with
 * @param findings what is wrong, in the order of the file; none for a whole pack
 */
public record PackReport(
    String reference,
    String server,
    int events,
    int files,
    String checkpointKey,
    List<Finding> findings) {

  /**
   * Something that is wrong.
   *
   * @param offset where in the pack, bytes from its start: the first changed byte where that can be
   *     told, else the start of the line or file that was changed
   * @param file the file in the pack
   * @param event the event concerned; null for none
   * @param what what is wrong
   * @param meaning what it means
   */
  public record Finding(
      long offset, String file, @Nullable String event, String what, String meaning) {}

  /** Whether nothing is wrong. */
  public boolean whole() {
    return findings.isEmpty();
  }

  /** The first finding. */
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }
}
