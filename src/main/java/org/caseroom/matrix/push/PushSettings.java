package org.caseroom.matrix.push;

/**
 * What the operator decides about push gateways.
 *
 * @param content whether what was said goes to gateways at all; of case rooms it never does
 * @param closedNetwork whether gateways may be on private networks and without TLS
 */
public record PushSettings(boolean content, boolean closedNetwork) {
  /** Content goes out, to public gateways over TLS. */
  public static final PushSettings DEFAULT = new PushSettings(true, false);
}
