package org.caseroom.bots.questions;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.caseroom.storage.Tx;

/** The requests to other services that wait for an answer, and how often they were chased. */
final class ChaseDao {
  private final Tx tx;

  ChaseDao(Tx tx) {
    this.tx = tx;
  }

  /**
   * A request that waits.
   *
   * @param room the room that its record is in
   * @param chaseOn the day from which it is chased
   * @param told how often that was done
   */
  record Row(String room, String number, LocalDate chaseOn, int told) {}

  /** Keeps a request, or forgets one that has its answer. */
  void keep(String room, String number, LocalDate chaseOn) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO request_chases (room, number, chase_on, told)
            VALUES (:room, :number, :chaseOn, 0)
            ON CONFLICT DO NOTHING
            """)
        .bind("room", room)
        .bind("number", number)
        .bind("chaseOn", chaseOn.toString())
        .execute();
  }

  void forget(String room, String number) {
    tx.handle()
        .createUpdate("DELETE FROM request_chases WHERE room = :room AND number = :number")
        .bindMap(Map.of("room", room, "number", number))
        .execute();
  }

  /** Those whose day has come, by room. */
  List<Row> due(LocalDate today) {
    return tx.handle()
        .createQuery(
            """
            SELECT room, number, chase_on, told FROM request_chases
            WHERE chase_on <= :today ORDER BY room, chase_on, number
            """)
        .bind("today", today.toString())
        .map(
            (row, context) ->
                new Row(
                    row.getString("room"),
                    row.getString("number"),
                    LocalDate.parse(row.getString("chase_on")),
                    row.getInt("told")))
        .list();
  }

  void told(Row row, int times) {
    tx.handle()
        .createUpdate(
            """
            UPDATE request_chases SET told = :times
            WHERE room = :room AND number = :number AND told < :times
            """)
        .bind("times", times)
        .bind("room", row.room())
        .bind("number", row.number())
        .execute();
  }
}
