package dev.stepwell.engine.store;

/** The connection was lost in mid-commit: everything was written, or nothing. */
public class CommitOutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommitOutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
