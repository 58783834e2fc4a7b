package dev.stepwell.launcher;

/** What the process says when it ends. */
final class ExitCode {
  static final int OK = 0;

  /**
   * The command was done, but what it was about failed: an execution did not succeed, the demo took
   * a wrong path.
   */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** No server answers at the URL. */
  static final int UNREACHABLE = 3;

  /** The server refused: bad definition, unknown name … */
  static final int REFUSED = 4;

  /** The server cannot start here. */
  static final int NOT_STARTED = 5;

  private ExitCode() {}
}
