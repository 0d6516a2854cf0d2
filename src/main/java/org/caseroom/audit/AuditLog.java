package org.caseroom.audit;

import java.util.List;
import org.caseroom.storage.Tx;

/** SKELETON of the contract: the body is being written. */
public interface AuditLog {
  /** Appends entries inside a transaction that is open already: they stand or fall with it. */
  void append(Tx tx, List<AuditEntry> entries);

  /** Appends one entry and returns when it is durable. */
  void record(AuditEntry entry);

  /**
   * Notes an access. Repeated ones by the same person to the same thing within the hour are one
   * entry; it is written in the background, soon.
   *
   * @param who the reader's user id
   * @param what the room, file or case
   * @param how the door it was read through, such as {@code page} or {@code matrix}
   */
  void access(String who, String what, String how);
}
