package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.DuplicateExecutionException;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Everything but the lanes: one statement at a time on a pooled connection in autocommit, so that a
 * statement is a transaction.
 *
 * <p>Throws {@link StoreUnavailableException} when nothing was done, {@link
 * CommitOutcomeUnknownException} when the connection was lost in a write, {@link
 * DuplicateExecutionException} for a key that exists.
 */
final class Database {
  /** The server's own time, as the tables have it. */
  static final String NOW_MILLIS = "(extract(epoch from statement_timestamp()) * 1000)::int8";

  private final DataSource pool;

  Database(DataSource pool) {
    this.pool = pool;
  }

  <T> List<T> query(String sql, Binder binder, RowMapper<T> mapper) {
    try (var connection = pool.getConnection()) {
      return Statements.query(connection, sql, binder, mapper);
    } catch (SQLException e) {
      throw SqlFailures.ofRead(e);
    }
  }

  <T> Optional<T> queryOne(String sql, Binder binder, RowMapper<T> mapper) {
    return query(sql, binder, mapper).stream().findFirst();
  }

  /** Runs a statement that changes rows and tells how many. */
  int update(String sql, Binder binder) {
    return write(connection -> Statements.update(connection, sql, binder));
  }

  /** Runs a statement that changes rows and answers one number. */
  int updateReturningCount(String sql, Binder binder) {
    return updateReturning(sql, binder, row -> row.getInt(1)).getFirst();
  }

  /** Runs a statement that changes rows and answers some. */
  <T> List<T> updateReturning(String sql, Binder binder, RowMapper<T> mapper) {
    return write(connection -> Statements.query(connection, sql, binder, mapper));
  }

  private interface Write<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T write(Write<T> write) {
    var connection = connection();
    try (connection) {
      return write.run(connection);
    } catch (SQLException e) {
      throw SqlFailures.ofWrite(e, connection);
    }
  }

  private Connection connection() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw SqlFailures.ofRead(e);
    }
  }
}
