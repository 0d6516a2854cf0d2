package org.caseroom.bots.runtime;

import java.util.Map;
import java.util.Optional;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How far each bot has read the log. */
final class PositionDao {
  private final Tx tx;

  PositionDao(Tx tx) {
    this.tx = tx;
  }

  Optional<Long> find(String bot) {
    return tx.handle()
        .createQuery("SELECT log_position FROM bot_positions WHERE bot = :bot")
        .bind("bot", bot)
        .mapTo(Long.class)
        .findOne();
  }

  /** Makes the position of a bot that has none yet. */
  void begin(String bot, long position) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO bot_positions (bot, log_position) VALUES (:bot, :position)
            ON CONFLICT DO NOTHING
            """)
        .bind("bot", bot)
        .bind("position", position)
        .execute();
  }

  /** Moves positions forward; one that is further already (another node's) stays. */
  void advance(Map<String, Long> positions) {
    PreparedBatch batch =
        tx.handle()
            .prepareBatch(
                """
                UPDATE bot_positions SET log_position = :position
                WHERE bot = :bot AND log_position < :position
                """);
    positions.forEach((bot, position) -> batch.bind("bot", bot).bind("position", position).add());
    batch.execute();
  }
}
