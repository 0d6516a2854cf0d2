package org.caseroom.storage;

import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementException;

/**
 * A statement that failed, told without any value of it: by its SQL with placeholders, the engine's
 * code, and where in the program it was.
 */
public final class DatabaseFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseFault(SQLException sql, RuntimeException thrown) {
    super(
        "SQLSTATE "
            + sql.getSQLState()
            + ", code "
            + sql.getErrorCode()
            + " ("
            + sql.getClass().getSimpleName()
            + ")"
            + statement(thrown));
    setStackTrace(thrown.getStackTrace());
  }

  private static String statement(RuntimeException thrown) {
    if (thrown instanceof StatementException failed) {
      StatementContext context = failed.getStatementContext();
      if (context != null) {
        return ": " + context.getRawSql();
      }
    }
    return "";
  }
}
