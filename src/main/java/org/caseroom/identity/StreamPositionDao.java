package org.caseroom.identity;

import org.caseroom.storage.Tx;

/** The row that holds the newest stream position: locked by whoever takes the next. */
final class StreamPositionDao {
  private final Tx tx;

  StreamPositionDao(Tx tx) {
    this.tx = tx;
  }

  /** Takes the next positions and tells the last; others wait until this transaction ends. */
  long next(int count) {
    tx.handle().execute("UPDATE stream_positions SET newest = newest + ? WHERE id = 1", count);
    return current();
  }

  long current() {
    return tx.handle()
        .createQuery("SELECT newest FROM stream_positions WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }
}
