package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.DuplicateExecutionException;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link SQLException} means to the engine. Every statement here runs in autocommit, so an
 * error that leaves the connection alive has rolled the statement back.
 */
final class SqlFailures {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String READ_ONLY_TRANSACTION = "25006";

  /**
   * Data, constraint, syntax, privilege and size errors: repeating the call would fail for ever.
   */
  private static final Set<String> LASTING_CLASSES = Set.of("0A", "21", "22", "23", "42", "54");

  private SqlFailures() {}

  /** For a statement that changes nothing, and for a connection that could not be opened. */
  static RuntimeException ofRead(SQLException failure) {
    return isLasting(failure)
        ? new IllegalStateException("PostgreSQL refused a query", failure)
        : new StoreUnavailableException("PostgreSQL cannot be asked: " + reason(failure), failure);
  }

  /** For a statement that changes something. */
  static RuntimeException ofWrite(SQLException failure, Connection connection) {
    if (isLost(failure, connection)) {
      return new CommitOutcomeUnknownException(
          "the connection was lost while writing: " + reason(failure), failure);
    }
    if (UNIQUE_VIOLATION.equals(failure.getSQLState())) {
      return new DuplicateExecutionException(reason(failure), failure);
    }
    return isLasting(failure)
        ? new IllegalStateException("PostgreSQL refused to write", failure)
        : new StoreUnavailableException("PostgreSQL wrote nothing: " + reason(failure), failure);
  }

  /**
   * Whether the connection is of no use any more. A server that shuts down may end a session just
   * after its commit, so its 57P states say nothing about the outcome.
   */
  static boolean isLost(SQLException failure, Connection connection) {
    var state = state(failure);
    if (state.startsWith("08") || state.startsWith("57P")) {
      return true;
    }
    try {
      return connection.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }

  /** Whether another connection may do better: after a fail-over the old one leads to a standby. */
  static boolean isWorthReconnecting(SQLException failure, Connection connection) {
    return isLost(failure, connection) || state(failure).equals(READ_ONLY_TRANSACTION);
  }

  private static boolean isLasting(SQLException failure) {
    var state = state(failure);
    return state.length() == 5 && LASTING_CLASSES.contains(state.substring(0, 2));
  }

  private static String state(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  private static String reason(SQLException failure) {
    return failure.getMessage() + " [" + state(failure) + "]";
  }
}
