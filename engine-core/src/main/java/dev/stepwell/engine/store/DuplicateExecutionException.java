package dev.stepwell.engine.store;

/**
 * An insert met an execution of the same id or name, or a history chunk that exists; nothing was
 * written.
 */
public class DuplicateExecutionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DuplicateExecutionException(String message, Throwable cause) {
    super(message, cause);
  }
}
