package org.caseroom.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.caseroom.storage.Database;

/**
 * The log as C2SP tlog-tiles lays it out: tiles of up to 256 hashes, and bundles of up to 256
 * entries. What is given out never changes: the log only grows.
 */
public final class LogTiles {
  /** The most hashes in a tile and entries in a bundle. */
  public static final int WIDTH = TreeEdge.TILE_WIDTH;

  /** The longest leaf: bundles tell each one's length in two bytes. */
  static final int LONGEST_LEAF = 0xffff;

  private static final int BITS = 8;

  private final Database database;

  LogTiles(Database database) {
    this.database = database;
  }

  /**
   * A tile.
   *
   * @param level 0 for hashes of leaves, each further level for roots of full tiles below
   * @param index its number from the left
   * @param width how many of its hashes, 1 to 256
   * @return the hashes, one after another; empty when the log has not as many
   */
  public Optional<byte[]> hashes(int level, long index, int width) {
    return database.read(
        tx -> {
          AuditDao dao = new AuditDao(tx);
          long size = dao.head().size();
          return level < Long.SIZE / BITS && reaches(size >> (BITS * level), index, width)
              ? Optional.of(new AuditTree(dao, size).hashes(level, index, width))
              : Optional.empty();
        });
  }

  /**
   * A bundle of entries: each leaf behind its length in two bytes.
   *
   * @return empty when the log has not as many entries
   */
  public Optional<byte[]> entries(long index, int width) {
    return database.read(
        tx -> {
          AuditDao dao = new AuditDao(tx);
          if (!reaches(dao.head().size(), index, width)) {
            return Optional.empty();
          }
          List<AuditDao.Row> rows = dao.entries(index * WIDTH, width);
          ByteArrayOutputStream out = new ByteArrayOutputStream(rows.size() * WIDTH);
          for (AuditDao.Row row : rows) {
            byte[] leaf = row.leaf().getBytes(StandardCharsets.UTF_8);
            out.write(leaf.length >> Byte.SIZE);
            out.write(leaf.length);
            out.writeBytes(leaf);
          }
          return Optional.of(out.toByteArray());
        });
  }

  private static boolean reaches(long hashes, long index, int width) {
    return index <= hashes / WIDTH && index * WIDTH + width <= hashes;
  }
}
