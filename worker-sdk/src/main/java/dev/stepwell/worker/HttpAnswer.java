package dev.stepwell.worker;

import org.jspecify.annotations.Nullable;

/** An HTTP response, as far as the protocol uses it. */
final class HttpAnswer {
  private final int status;
  private final @Nullable String errorType;
  private final boolean keepsConnection;
  private final byte[] body;

  HttpAnswer(int status, @Nullable String errorType, boolean keepsConnection, byte[] body) {
    this.status = status;
    this.errorType = errorType;
    this.keepsConnection = keepsConnection;
    this.body = body;
  }

  int status() {
    return status;
  }

  /** The header {@code x-amzn-ErrorType}. */
  @Nullable String errorType() {
    return errorType;
  }

  /** Whether another request may follow on the same connection. */
  boolean keepsConnection() {
    return keepsConnection;
  }

  byte[] body() {
    return body;
  }
}
