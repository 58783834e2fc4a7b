package dev.stepwell.launcher.process;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;

/** Programs that handlers need, and that may not be here. */
final class NodeHere {
  private NodeHere() {}

  /** Ends the test, which says so, where there is no such program. */
  static void require(String program) throws InterruptedException {
    try {
      var process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        abort(program + " does not run here");
      }
    } catch (IOException e) {
      abort("There is no " + program + " here: " + e.getMessage());
    }
  }
}
