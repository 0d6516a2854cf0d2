package org.caseroom.bots.reminders;

import java.time.LocalDate;
import org.caseroom.base.UserId;
import org.caseroom.storage.Tx;

/** On which days a manager had the digest, or there was nothing to say in one. */
final class DigestDao {
  private final Tx tx;

  DigestDao(Tx tx) {
    this.tx = tx;
  }

  boolean isDone(UserId person, LocalDate day) {
    return tx.handle()
        .createQuery("SELECT 1 FROM bot_digests WHERE person = :person AND digest_day = :day")
        .bind("person", person.value())
        .bind("day", day.toString())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Notes that it is done; what is older is of no use any more. */
  void done(UserId person, LocalDate day) {
    tx.handle()
        .createUpdate("DELETE FROM bot_digests WHERE person = :person AND digest_day < :day")
        .bind("person", person.value())
        .bind("day", day.toString())
        .execute();
    tx.handle()
        .createUpdate(
            """
            INSERT INTO bot_digests (person, digest_day) VALUES (:person, :day)
            ON CONFLICT DO NOTHING
            """)
        .bind("person", person.value())
        .bind("day", day.toString())
        .execute();
  }
}
