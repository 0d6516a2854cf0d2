package org.caseroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.caseroom.storage.Database;

/**
 * Changes what is kept in a database, one byte at a time, and sees what a verification says: that
 * something is wrong, and with nothing but what was changed.
 */
public final class Flips {
  private static final String DUPLICATE = "23505";

  private final Database database;
  private final Supplier<AuditReport> verification;

  /** On a database, each time with a verification of its own. */
  public Flips(Database database, Supplier<AuditReport> verification) {
    this.database = database;
    this.verification = verification;
  }

  /**
   * A field of a row.
   *
   * @param where what the row is found by
   */
  public record Field(String table, String where, String column, Object value) {
    private int length() {
      return value instanceof byte[] bytes ? bytes.length : value.toString().length();
    }

    /** The value with one of its bytes changed; of a number one digit. */
    private Object flipped(int at) {
      if (value instanceof byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
      }
      StringBuilder text = new StringBuilder(value.toString());
      text.setCharAt(at, (char) (text.charAt(at) ^ 1));
      return value instanceof Number ? Long.valueOf(text.toString()) : text.toString();
    }

    /** How the row is found once the field holds another value: it may be a part of the key. */
    private String whereWith(Object now) {
      return (" " + where + " ")
          .replace(" " + column + " = " + value + " ", " " + column + " = " + now + " ");
    }
  }

  /** All fields of a table that hold something. */
  public List<Field> fields(String table, Set<String> keys) throws SQLException {
    List<Field> fields = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        List<String> where = new ArrayList<>();
        for (String key : keys) {
          where.add(key + " = " + rows.getLong(key));
        }
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          Object value = rows.getObject(i);
          if (value instanceof Clob) {
            value = rows.getString(i);
          }
          if (value != null) {
            fields.add(
                new Field(
                    table,
                    String.join(" AND ", where),
                    rows.getMetaData().getColumnName(i),
                    value));
          }
        }
      }
    }
    return fields;
  }

  /** False when the database itself refuses the value. */
  private boolean write(Field field, Object value, String where) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE " + field.table() + " SET " + field.column() + " = ? WHERE " + where)) {
      update.setObject(1, value);
      assertEquals(1, update.executeUpdate(), field + " to " + value);
      return true;
    } catch (SQLException e) {
      assertEquals(DUPLICATE, e.getSQLState(), e.getMessage());
      return false;
    }
  }

  /**
   * Flips bytes of a field, each verified and put right again.
   *
   * @param next the byte after one
   * @param subject what has to be blamed, and nothing else: it, or what begins with it and " of"
   * @return how many were flipped
   */
  public int flip(Field field, IntUnaryOperator next, String subject) throws SQLException {
    int flips = 0;
    for (int at = 0; at < field.length(); at = next.applyAsInt(at)) {
      Object value = field.flipped(at);
      if (!write(field, value, field.where())) {
        continue;
      }
      List<AuditReport.Finding> findings = verification.get().findings();
      String what = field + ", byte " + at + ": " + findings;
      assertTrue(!findings.isEmpty(), what);
      for (AuditReport.Finding finding : findings) {
        assertTrue(
            finding.subject().equals(subject) || finding.subject().startsWith(subject + " of "),
            what);
      }
      write(field, field.value(), field.whereWith(value));
      flips++;
    }
    assertEquals(List.of(), flips == 0 ? List.of() : verification.get().findings(), "put right");
    return flips;
  }
}
