package dev.stepwell.persistence.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How this package starts programs: from the root directory, without the caller's PG settings. */
final class PostgresProgram {
  private PostgresProgram() {}

  /** What a program that ends by itself has printed. */
  record Finished(int exitCode, String output) {}

  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(new File("/"));
    // PGDATA, PGPORT or a foreign locale would change what the programs do and how they report it.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.equals("LC_ALL"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /**
   * @throws IOException if there is no such program or it may not be executed
   */
  static Finished run(List<String> command) throws IOException, InterruptedException {
    Process process =
        builder(command).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Finished(process.waitFor(), text);
    }
  }
}
