package dev.stepwell.benchmarks;

/** A benchmark cannot be run, or what it ran went wrong; the message is one sentence for people. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
