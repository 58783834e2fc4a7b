package dev.stepwell.launcher;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the process says when it ends. */
final class ExitCode {
  static final int OK = 0;

  /**
   * The command was done, but what it was about failed: an execution or a tested state did not
   * succeed, a definition has errors, the demo took a wrong path.
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

  /** Ended at once by a second Ctrl-C; what shells say of a process that SIGINT has ended. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** For the help: each with its meaning. */
  static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    meanings.put(" 0", "done");
    meanings.put(
        " 1", "the execution, the tested state or the demo failed, or a definition has errors");
    meanings.put(" 2", "wrong command line, or a file that cannot be read");
    meanings.put(" 3", "no server answers");
    meanings.put(" 4", "the server refused, or nothing has that name");
    meanings.put(" 5", "the server cannot start");
    meanings.put("130", "ended by Ctrl-C before it was done (143: by SIGTERM)");
    return Collections.unmodifiableMap(meanings);
  }
}
