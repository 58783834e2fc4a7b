package dev.stepwell.http.server;

/** The server cannot start; the message says why, and what to do, in one sentence for people. */
public class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerStartException(String message) {
    super(message);
  }

  public ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
