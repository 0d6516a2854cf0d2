package org.caseroom.rooms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jdbi.v3.core.Handle;

/** Whole tables, row by row, to hold one against another; and empty ones to replay into. */
final class ReplayDao {
  private static final String SCRATCH = "caseroom_replay";
  private static final int FETCH = 1_000;

  private final Handle handle;
  private final boolean isPostgresql;

  ReplayDao(Tx tx) {
    this.handle = tx.handle();
    this.isPostgresql = tx.database().engine() == Database.Engine.POSTGRESQL;
  }

  /** What a row holds, in 16 bytes. */
  record Digest(long high, long low) {}

  /** Everything that this transaction reads is as of now: a running service goes on meanwhile. */
  void freeze() {
    if (isPostgresql) {
      handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    }
  }

  /**
   * Makes the tables empty for this transaction, which has to be rolled back. On PostgreSQL they
   * are others of the same names, so that nobody waits; on H2, which is verified in a copy of its
   * file, they are emptied.
   */
  void empty(List<String> tables) {
    if (!isPostgresql) {
      tables.forEach(new StateDao(handle)::clear);
      return;
    }
    String schema = handle.createQuery("SELECT current_schema()").mapTo(String.class).one();
    handle.execute("CREATE SCHEMA " + SCRATCH);
    for (String table : tables) {
      handle.execute(
          "CREATE TABLE "
              + SCRATCH
              + "."
              + table
              + " (LIKE "
              + schema
              + "."
              + table
              + " INCLUDING ALL)");
    }
    handle.execute("SET LOCAL search_path TO " + SCRATCH + ", " + schema);
  }

  /** Reads a table. */
  void each(String table, BiConsumer<Digest, String> row) {
    List<String> keys = keys(table);
    handle
        .createQuery("SELECT * FROM " + table)
        .setFetchSize(FETCH)
        .map(
            (rs, ctx) -> {
              row.accept(digest(rs), name(rs, keys));
              return Boolean.TRUE;
            })
        .forEach(read -> {});
  }

  private static Digest digest(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    TreeMap<String, String> values = new TreeMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      Object value = row.getObject(i);
      values.put(
          columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
          value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : row.getString(i));
    }
    MessageDigest digest = DigestUtils.getSha256Digest();
    values.forEach(
        (name, value) ->
            digest.update(
                (name + (value == null ? "\0" : "\1" + value.length() + "\0" + value))
                    .getBytes(StandardCharsets.UTF_8)));
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Digest(hash.getLong(), hash.getLong());
  }

  private static String name(ResultSet row, List<String> keys) throws SQLException {
    List<String> parts = new ArrayList<>();
    for (String key : keys) {
      parts.add(key + " " + row.getString(key));
    }
    return String.join(", ", parts);
  }

  private List<String> keys(String table) {
    List<String> keys = new ArrayList<>();
    try {
      DatabaseMetaData meta = handle.getConnection().getMetaData();
      try (ResultSet columns =
          meta.getPrimaryKeys(handle.getConnection().getCatalog(), null, table)) {
        while (columns.next()) {
          String name = columns.getString("COLUMN_NAME");
          if (!keys.contains(name)) {
            keys.add(name);
          }
        }
      }
    } catch (SQLException e) {
      throw new EventDao.StorageFailure(e);
    }
    return keys;
  }
}
