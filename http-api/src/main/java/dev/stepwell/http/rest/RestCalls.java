package dev.stepwell.http.rest;

import java.util.function.BooleanSupplier;

/** Paths of the REST face that are answered as directly as calls of the AWS protocol. */
public interface RestCalls {
  /** Whether a POST to that path is answered here. */
  boolean answers(String path);

  /**
   * One call. Safe for any thread; an answer may take as long as a poll.
   *
   * @param path one that is answered here
   * @param body as received
   * @param requestId what the client is told, and what the log says of a failure
   * @param connected whether the client still waits for the answer
   */
  RestAnswer answer(String path, byte[] body, String requestId, BooleanSupplier connected);
}
