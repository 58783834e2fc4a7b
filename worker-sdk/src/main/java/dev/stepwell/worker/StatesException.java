package dev.stepwell.worker;

/**
 * The service answered a call with an error.
 *
 * <p>{@link #code()} is the error code of the service model ({@code StateMachineDoesNotExist}), or
 * {@link #NO_CODE} when the answer carries none, as from a proxy between client and server.
 */
public final class StatesException extends RuntimeException {
  /** The code of an answer that is not an error of the protocol. */
  public static final String NO_CODE = "NoErrorCode";

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String serviceMessage;
  private final int httpStatus;

  public StatesException(String code, String serviceMessage, int httpStatus) {
    super(code + ": " + serviceMessage);
    this.code = code;
    this.serviceMessage = serviceMessage;
    this.httpStatus = httpStatus;
  }

  public String code() {
    return code;
  }

  /** The message of the service, without the code that {@link #getMessage()} puts before it. */
  public String serviceMessage() {
    return serviceMessage;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Whether the same call may succeed later: throttled, a server fault, or an answer that did not
   * come from the service.
   */
  public boolean isTransient() {
    return httpStatus >= 500
        || httpStatus == 429
        || code.startsWith("Throttling")
        || code.equals(NO_CODE);
  }
}
