package org.caseroom.audit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of the audit log: entries, tiles and checkpoints are only ever inserted. */
final class AuditDao {
  private final Handle handle;

  AuditDao(Tx tx) {
    this.handle = tx.handle();
  }

  /** The head row. */
  record Head(long size, String frontier) {}

  /** An entry as it is stored. */
  record Row(long seq, String kind, long atMs, String leaf, byte[] leafHash) {}

  /** A stored tile. */
  record TileRow(int level, long index, byte[] hashes, byte[] root) {
    /** Whether the root is that of the hashes. */
    boolean fitsItsRoot() {
      return hashes.length == TreeEdge.TILE_WIDTH * MerkleTree.HASH_BYTES
          && Arrays.equals(MerkleTree.root(TreeEdge.split(hashes)), root);
    }
  }

  /** A stored checkpoint. */
  record CheckpointRow(long size, String note) {}

  /** Reads the head and keeps other writers out until the transaction ends. */
  Head lockHead() {
    return head(" FOR UPDATE");
  }

  Head head() {
    return head("");
  }

  private Head head(String lock) {
    return findHead(lock)
        .orElseThrow(
            () ->
                Problem.of(
                    500,
                    "ORG.CASEROOM_AUDIT",
                    "The audit log has lost its head: somebody changed it behind the service's"
                        + " back."));
  }

  /** The head as it is; empty when somebody took it away. */
  Optional<Head> findHead() {
    return findHead("");
  }

  private Optional<Head> findHead(String lock) {
    return handle
        .createQuery("SELECT tree_size, frontier FROM audit_head WHERE id = 1" + lock)
        .map((rs, ctx) -> new Head(rs.getLong(1), rs.getString(2)))
        .findOne();
  }

  void moveHead(long size, String frontier) {
    handle.execute(
        "UPDATE audit_head SET tree_size = ?, frontier = ? WHERE id = 1", size, frontier);
  }

  void insert(List<Row> rows) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO audit_entries (seq, kind, at_ms, leaf, leaf_hash) VALUES (?, ?, ?, ?, ?)");
    for (Row row : rows) {
      batch
          .bind(0, row.seq())
          .bind(1, row.kind())
          .bind(2, row.atMs())
          .bind(3, row.leaf())
          .bind(4, row.leafHash())
          .add();
    }
    batch.execute();
  }

  void insertTiles(List<TreeEdge.Tile> tiles) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO audit_tiles (tile_level, tile_index, hashes, root_hash) VALUES (?, ?, ?,"
                + " ?)");
    for (TreeEdge.Tile tile : tiles) {
      batch
          .bind(0, tile.level())
          .bind(1, tile.index())
          .bind(2, tile.hashes())
          .bind(3, tile.root())
          .add();
    }
    batch.execute();
  }

  List<Row> entries(long from, int limit) {
    return handle
        .createQuery(
            """
            SELECT seq, kind, at_ms, leaf, leaf_hash FROM audit_entries
            WHERE seq >= ? ORDER BY seq LIMIT ?\
            """)
        .bind(0, from)
        .bind(1, limit)
        .map(
            (rs, ctx) ->
                new Row(
                    rs.getLong(1), rs.getString(2), rs.getLong(3), rs.getString(4), rs.getBytes(5)))
        .list();
  }

  /** The place of the newest entry that was written at a time or before it. */
  Optional<Long> newestAt(long atMs) {
    return handle
        .createQuery("SELECT seq FROM audit_entries WHERE at_ms <= ? ORDER BY seq DESC LIMIT 1")
        .bind(0, atMs)
        .mapTo(Long.class)
        .findOne();
  }

  /** Entries of a kind up to a place, newest first. */
  List<Row> ofKind(String kind, long upTo, int limit) {
    return handle
        .createQuery(
            """
            SELECT seq, kind, at_ms, leaf, leaf_hash FROM audit_entries
            WHERE seq <= ? AND kind = ? ORDER BY seq DESC LIMIT ?\
            """)
        .bind(0, upTo)
        .bind(1, kind)
        .bind(2, limit)
        .map(
            (rs, ctx) ->
                new Row(
                    rs.getLong(1), rs.getString(2), rs.getLong(3), rs.getString(4), rs.getBytes(5)))
        .list();
  }

  /** The leaf hashes from a place to the end, one after another. */
  byte[] leafHashes(long from, long to) {
    return joined(
        handle
            .createQuery(
                "SELECT leaf_hash FROM audit_entries WHERE seq >= ? AND seq < ? ORDER BY seq")
            .bind(0, from)
            .bind(1, to)
            .map((rs, ctx) -> rs.getBytes(1))
            .list());
  }

  /** The roots of tiles, one after another. */
  byte[] tileRoots(int level, long from, long to) {
    return joined(
        handle
            .createQuery(
                """
                SELECT root_hash FROM audit_tiles
                WHERE tile_level = ? AND tile_index >= ? AND tile_index < ?
                ORDER BY tile_index\
                """)
            .bind(0, level)
            .bind(1, from)
            .bind(2, to)
            .map((rs, ctx) -> rs.getBytes(1))
            .list());
  }

  Optional<TileRow> tile(int level, long index) {
    return handle
        .createQuery(
            """
            SELECT tile_level, tile_index, hashes, root_hash FROM audit_tiles
            WHERE tile_level = ? AND tile_index = ?\
            """)
        .bind(0, level)
        .bind(1, index)
        .map((rs, ctx) -> new TileRow(rs.getInt(1), rs.getLong(2), rs.getBytes(3), rs.getBytes(4)))
        .findOne();
  }

  /** The place of the last entry, -1 when there is none. */
  long newestSeq() {
    return handle
        .createQuery("SELECT COALESCE(MAX(seq), -1) FROM audit_entries")
        .mapTo(Long.class)
        .one();
  }

  long countTiles() {
    return handle.createQuery("SELECT COUNT(*) FROM audit_tiles").mapTo(Long.class).one();
  }

  void insertCheckpoint(CheckpointRow row) {
    handle.execute(
        """
        INSERT INTO audit_checkpoints (tree_size, note) VALUES (?, ?)
        ON CONFLICT DO NOTHING\
        """,
        row.size(),
        row.note());
  }

  List<CheckpointRow> checkpoints() {
    return handle
        .createQuery("SELECT tree_size, note FROM audit_checkpoints ORDER BY tree_size")
        .map((rs, ctx) -> new CheckpointRow(rs.getLong(1), rs.getString(2)))
        .list();
  }

  /** When the entry before the newest checkpoint was written; empty without one. */
  Optional<Long> checkpointedAt() {
    return handle
        .createQuery(
            """
            SELECT e.at_ms FROM audit_entries e
            WHERE e.seq = (SELECT MAX(tree_size) FROM audit_checkpoints) - 1\
            """)
        .mapTo(Long.class)
        .findOne();
  }

  void insertKeyPlace(long seq) {
    handle.execute("INSERT INTO audit_keys (seq) VALUES (?)", seq);
  }

  /** The places of the entries that changed the key, in order. */
  List<Long> keyPlaces() {
    return handle.createQuery("SELECT seq FROM audit_keys ORDER BY seq").mapTo(Long.class).list();
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
