package org.caseroom.bots.reminders;

import java.util.Optional;
import org.caseroom.storage.Tx;

/** By which procedures the reminders of running clocks were planned, and how far that has come. */
final class PlanDao {
  private final Tx tx;

  PlanDao(Tx tx) {
    this.tx = tx;
  }

  /** The case that a plan has come to; empty for a plan that nobody has begun. */
  Optional<String> plannedTo(String plan) {
    return tx.handle()
        .createQuery("SELECT planned_to FROM bot_reminder_plans WHERE plan = :plan")
        .bind("plan", plan)
        .mapTo(String.class)
        .findOne();
  }

  /** Notes how far a plan has come; others are of no use any more. */
  void plannedTo(String plan, String space) {
    tx.handle()
        .createUpdate("DELETE FROM bot_reminder_plans WHERE plan <> :plan")
        .bind("plan", plan)
        .execute();
    tx.handle()
        .createUpdate(
            """
            INSERT INTO bot_reminder_plans (plan, planned_to) VALUES (:plan, :space)
            ON CONFLICT DO NOTHING
            """)
        .bind("plan", plan)
        .bind("space", space)
        .execute();
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminder_plans SET planned_to = :space WHERE plan = :plan
            """)
        .bind("plan", plan)
        .bind("space", space)
        .execute();
  }
}
