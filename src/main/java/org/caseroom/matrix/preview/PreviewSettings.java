package org.caseroom.matrix.preview;

import java.util.List;
import org.caseroom.base.OutboundAddresses;

/**
 * What the operator decides about previews of web pages.
 *
 * @param enabled whether there are any
 * @param allow patterns of the only pages that are fetched, with {@code *} for anything; empty for
 *     all
 * @param deny patterns of pages that are not fetched
 * @param addresses networks of the house that may be fetched from all the same, such as {@code
 *     10.1.0.0/16}
 */
public record PreviewSettings(
    boolean enabled, List<String> allow, List<String> deny, List<String> addresses) {
  /**
   * Checks the networks.
   *
   * @throws org.caseroom.base.Problem for one that is none
   */
  public PreviewSettings {
    OutboundAddresses.publicAnd(addresses);
  }

  /** As a service without a configuration file has it. */
  public static final PreviewSettings OFF =
      new PreviewSettings(false, List.of(), List.of(), List.of());
}
