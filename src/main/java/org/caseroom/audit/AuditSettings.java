package org.caseroom.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log shows of itself, and where.
 *
 * @param tiles who may read the checkpoint and the tiles of hashes under {@code /tlog}; bundles of
 *     entries are for auditors always
 * @param checkpoints the folder that a checkpoint is written to each day; null for none
 */
public record AuditSettings(Readers tiles, @Nullable Path checkpoints) {
  /** Whoever is signed in may read the hashes; nothing is written. */
  public static final AuditSettings DEFAULT = new AuditSettings(Readers.SIGNED_IN, null);

  /** Who may read. */
  public enum Readers {
    /** Everybody who reaches the service. */
    @JsonProperty("public")
    PUBLIC,
    /** Whoever is signed in. */
    @JsonProperty("signed-in")
    SIGNED_IN,
    /** Administrators, and auditors of the whole service. */
    @JsonProperty("auditors")
    AUDITORS
  }
}
