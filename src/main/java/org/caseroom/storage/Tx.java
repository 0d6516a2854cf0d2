package org.caseroom.storage;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One open transaction. Data access classes ({@code *Dao}) take their connection from it; everyone
 * else passes it on, so that several writes belong together.
 */
public final class Tx {
  private final Handle handle;
  private final Database database;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean wroteNothing;

  Tx(Handle handle, Database database) {
    this.handle = handle;
    this.database = database;
  }

  /** The connection: for {@code *Dao} classes only. */
  public Handle handle() {
    return handle;
  }

  /** The database that this transaction is on. */
  public Database database() {
    return database;
  }

  /**
   * Runs something once the transaction is durable, in the order asked; never when it rolls back.
   */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Says that this transaction wrote nothing after all, so that there is nothing to sync. */
  public void wroteNothing() {
    wroteNothing = true;
  }

  boolean wrote() {
    return !wroteNothing;
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
