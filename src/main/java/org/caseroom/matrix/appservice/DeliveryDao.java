package org.caseroom.matrix.appservice;

import java.util.Optional;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** The tables of how far application services have been told, and of what is on its way to them. */
final class DeliveryDao {
  private final Handle handle;

  DeliveryDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** How far a service has been told, and the number of its next transaction. */
  record Row(Delivery.Reached reached, long next) {}

  /** Begins for a service; does nothing for one that is known. */
  void begin(String service, Row row) {
    handle.execute(
        """
        INSERT INTO appservice_positions
          (service_id, log_position, stream_position, next_transaction, node_id, node_until_ms)
        VALUES (?, ?, ?, ?, '', 0) ON CONFLICT DO NOTHING
        """,
        service,
        row.reached().log(),
        row.reached().stream(),
        row.next());
  }

  Optional<Row> find(String service) {
    return handle
        .createQuery(
            """
            SELECT log_position, stream_position, next_transaction FROM appservice_positions
            WHERE service_id = ?
            """)
        .bind(0, service)
        .map(
            (row, context) ->
                new Row(new Delivery.Reached(row.getLong(1), row.getLong(2)), row.getLong(3)))
        .findOne();
  }

  /**
   * Takes or keeps the telling of a service for a node.
   *
   * @param nowMs when another node's turn has ended
   * @return false when it is another node's turn
   */
  boolean take(String service, String node, long nowMs, long untilMs) {
    return handle.execute(
            """
            UPDATE appservice_positions SET node_id = ?, node_until_ms = ?
            WHERE service_id = ? AND (node_id = ? OR node_until_ms < ?)
            """,
            node,
            untilMs,
            service,
            node,
            nowMs)
        == 1;
  }

  void reached(String service, Delivery.Reached reached) {
    handle.execute(
        """
        UPDATE appservice_positions SET log_position = ?, stream_position = ?
        WHERE service_id = ?
        """,
        reached.log(),
        reached.stream(),
        service);
  }

  void store(String service, Delivery delivery) {
    delete(service);
    handle.execute(
        """
        INSERT INTO appservice_transactions
          (service_id, transaction_number, log_position, stream_position, body)
        VALUES (?, ?, ?, ?, ?)
        """,
        service,
        delivery.number(),
        delivery.reached().log(),
        delivery.reached().stream(),
        delivery.body());
    handle.execute(
        "UPDATE appservice_positions SET next_transaction = ? WHERE service_id = ?",
        delivery.number() + 1,
        service);
  }

  Optional<Delivery> stored(String service) {
    return handle
        .createQuery(
            """
            SELECT transaction_number, log_position, stream_position, body
            FROM appservice_transactions WHERE service_id = ?
            """)
        .bind(0, service)
        .map(
            (row, context) ->
                new Delivery(
                    row.getLong(1),
                    new Delivery.Reached(row.getLong(2), row.getLong(3)),
                    row.getString(4)))
        .findOne();
  }

  void delete(String service) {
    handle.execute("DELETE FROM appservice_transactions WHERE service_id = ?", service);
  }
}
