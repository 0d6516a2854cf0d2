package org.caseroom.matrix.media;

/**
 * What the operator decides about files.
 *
 * @param oldClients whether the old download addresses answer without a token, as far as is safe
 */
public record MediaSettings(boolean oldClients) {
  /** As a service without a configuration file has it. */
  public static final MediaSettings DEFAULT = new MediaSettings(true);
}
