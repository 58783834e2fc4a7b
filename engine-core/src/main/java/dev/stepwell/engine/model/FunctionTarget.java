package dev.stepwell.engine.model;

import java.net.URI;

/** Where the invocations of a function go. */
public sealed interface FunctionTarget {

  /** To runtimes that attach to any node by the Lambda Runtime API; they wait in a queue. */
  record RuntimeApi() implements FunctionTarget {}

  /**
   * To a server that speaks Lambda's Invoke API.
   *
   * @param endpoint such as {@code http://127.0.0.1:3001}
   */
  record InvokeApi(URI endpoint) implements FunctionTarget {}

  /** To an HTTP server that takes the event as the body of a POST, and answers with the result. */
  record PlainUrl(URI url) implements FunctionTarget {}
}
