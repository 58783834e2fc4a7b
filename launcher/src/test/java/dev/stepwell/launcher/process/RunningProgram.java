package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;

/** {@code ./stepwell} in a process of its own, and what it says on its standard error. */
record RunningProgram(Process process, BufferedReader standardError) implements AutoCloseable {

  /**
   * Starts it, and waits until it runs.
   *
   * @param ready part of the line that says so
   */
  static RunningProgram start(ProcessBuilder builder, String ready) throws IOException {
    var process = Interruptible.start(builder);
    var program =
        new RunningProgram(
            process, new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8)));
    program.awaitLine(ready);
    return program;
  }

  void awaitLine(String part) throws IOException {
    var seen = new ArrayList<String>();
    for (var line = standardError.readLine(); line != null; line = standardError.readLine()) {
      seen.add(line);
      if (line.contains(part)) {
        return;
      }
    }
    throw new AssertionError("It never said '" + part + "' but " + seen);
  }

  /** Sends a signal, such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
