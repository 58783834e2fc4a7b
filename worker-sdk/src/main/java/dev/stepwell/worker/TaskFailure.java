package dev.stepwell.worker;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler to fail its task with an error name that {@code Retry} and {@code Catch} can
 * match.
 *
 * <p>An error name has 1 to 256 characters and does not begin with {@code States.}, which the
 * Amazon States Language reserves for its own errors. A cause is cut to 32,768 characters when it
 * is sent.
 */
public final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String RESERVED_PREFIX = "States.";

  private final String error;

  /**
   * A failure without an exception behind it.
   *
   * @throws IllegalArgumentException if the error name is empty, too long or reserved
   */
  public TaskFailure(String error, @Nullable String cause) {
    this(error, cause, null);
  }

  /**
   * A failure that an exception led to.
   *
   * @param origin kept for the worker's own log; it is not sent
   * @throws IllegalArgumentException if the error name is empty, too long or reserved
   */
  public TaskFailure(String error, @Nullable String cause, @Nullable Throwable origin) {
    super(cause, origin);
    if (error.isEmpty() || error.length() > TaskMessages.MAX_ERROR_CHARS) {
      throw new IllegalArgumentException(
          "An error name has 1 to "
              + TaskMessages.MAX_ERROR_CHARS
              + " characters, not "
              + error.length());
    }
    if (error.startsWith(RESERVED_PREFIX)) {
      throw new IllegalArgumentException(
          "Error names that begin with 'States.' are reserved: '" + error + "'");
    }
    this.error = error;
  }

  /** The error name, as {@code ErrorEquals} matches it. */
  public String error() {
    return error;
  }
}
