package org.caseroom.ops;

import org.caseroom.storage.Database;

/**
 * A way past the log to a service's tables, for what would take a test too long through the door.
 */
public final class Tables {
  private Tables() {}

  /** The database of a service that runs in this process. */
  public static Database of(Caseroom caseroom) {
    return caseroom.database();
  }
}
