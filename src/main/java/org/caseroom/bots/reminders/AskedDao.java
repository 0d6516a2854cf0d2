package org.caseroom.bots.reminders;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Who was asked in which reminder, and who is still to be called in a message of their own. */
final class AskedDao {
  /**
   * Somebody who was asked.
   *
   * @param callAt from when on they are called in a message of their own; null when they were
   *     called on in the room
   * @param callId that message, once it was claimed
   */
  record Asked(String reminder, UserId person, @Nullable Instant callAt, @Nullable String callId) {}

  private static final String DUE =
      """
       called_at IS NULL AND call_at <= :now
       AND (:alone OR claimed_at IS NULL OR claimed_by = :node
            OR claimed_at < CURRENT_TIMESTAMP - INTERVAL '60' SECOND)
      """;

  private final Tx tx;

  AskedDao(Tx tx) {
    this.tx = tx;
  }

  /**
   * Notes who was asked.
   *
   * @param callAt from when on they are called by themselves; null when they have been called
   */
  void add(String reminder, UserId person, @Nullable Instant callAt, Instant now) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO bot_reminder_people (reminder_id, person, call_at, called_at)
            VALUES (:reminder, :person, :callAt, :calledAt)
            ON CONFLICT DO NOTHING
            """)
        .bind("reminder", reminder)
        .bind("person", person.value())
        .bind("callAt", callAt == null ? null : callAt.toEpochMilli())
        .bind("calledAt", callAt == null ? now.toEpochMilli() : null)
        .execute();
  }

  /** Who was asked in a reminder, by user id. */
  List<UserId> of(String reminder) {
    return tx.handle()
        .createQuery(
            "SELECT person FROM bot_reminder_people WHERE reminder_id = :id ORDER BY person")
        .bind("id", reminder)
        .mapTo(String.class)
        .map(UserId::of)
        .list();
  }

  /** Nobody is called about a reminder any more who has not been. */
  void forget(String reminder) {
    tx.handle()
        .createUpdate(
            """
            DELETE FROM bot_reminder_people
            WHERE reminder_id = :id AND called_at IS NULL
            """)
        .bind("id", reminder)
        .execute();
  }

  /** Somebody is not asked in a reminder any more. */
  void remove(String reminder, UserId person) {
    tx.handle()
        .createUpdate(
            "DELETE FROM bot_reminder_people WHERE reminder_id = :id AND person = :person")
        .bind("id", reminder)
        .bind("person", person.value())
        .execute();
  }

  /** Those of these people whom a message in another case's room has called on since a moment. */
  Set<UserId> calledElsewhere(Collection<UserId> people, RoomId caseId, Instant since) {
    if (people.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        tx.handle()
            .createQuery(
                """
                SELECT DISTINCT p.person FROM bot_reminder_people p
                JOIN bot_reminders r ON r.id = p.reminder_id
                WHERE p.person IN (<people>) AND p.called_at >= :since AND r.case_id <> :caseId
                """)
            .bindList("people", people.stream().map(UserId::value).toList())
            .bind("since", since.toEpochMilli())
            .bind("caseId", caseId.value())
            .mapTo(String.class)
            .map(UserId::of)
            .list());
  }

  /** Who is to be called now and by nobody yet. */
  List<Asked> due(Instant now, String node, int limit) {
    return sweep(
            tx.handle()
                .createQuery(
                    "SELECT reminder_id, person, call_at, call_id FROM bot_reminder_people WHERE"
                        + DUE
                        + " ORDER BY person, call_at, reminder_id LIMIT :limit"),
            now,
            node)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Asked(
                    row.getString("reminder_id"),
                    UserId.of(row.getString("person")),
                    Instant.ofEpochMilli(row.getLong("call_at")),
                    row.getString("call_id")))
        .list();
  }

  /** Claims a call for a message, unless another node was first. */
  boolean claim(Asked asked, Instant now, String node, String callId) {
    return sweep(
                tx.handle()
                    .createUpdate(
                        "UPDATE bot_reminder_people SET claimed_by = :node,"
                            + " claimed_at = CURRENT_TIMESTAMP,"
                            + " call_id = COALESCE(call_id, :callId)"
                            + " WHERE reminder_id = :id AND person = :person AND"
                            + DUE),
                now,
                node)
            .bind("id", asked.reminder())
            .bind("person", asked.person().value())
            .bind("callId", callId)
            .execute()
        == 1;
  }

  /** Notes that somebody was called. */
  void called(Asked asked, Instant at) {
    tx.handle()
        .createUpdate(
            """
            UPDATE bot_reminder_people SET called_at = :at
            WHERE reminder_id = :id AND person = :person
            """)
        .bind("id", asked.reminder())
        .bind("person", asked.person().value())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  private <S extends SqlStatement<S>> S sweep(S statement, Instant now, String node) {
    return statement
        .bind("now", now.toEpochMilli())
        .bind("node", node)
        .bind("alone", tx.database().engine() == Database.Engine.H2);
  }
}
