package dev.stepwell.persistence.postgres;

import org.jspecify.annotations.Nullable;

/**
 * This database cannot be used by this build, and the message says to the operator why and what to
 * do.
 */
public class IncompatibleDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleDatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
