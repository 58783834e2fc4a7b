package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./stepwell function run} in a process of its own, and what it says on its standard error.
 */
record FunctionRun(Process process, BufferedReader standardError) implements AutoCloseable {

  /** Starts one, and waits until it runs. */
  static FunctionRun on(URI server, String... arguments) throws IOException {
    var command = new ArrayList<>(Interruptible.program());
    command.addAll(List.of("function", "run", "--json", "--url", server.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("STEPWELL_DATABASE_PASSWORD", "secret");
    var process = Interruptible.start(builder);
    var run =
        new FunctionRun(
            process, new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8)));
    run.awaitLine("Running ");
    return run;
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

  void interrupt() throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
