package dev.stepwell.persistence.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another JVM with an embedded server and some committed rows, there to be killed. */
final class ServerProgram implements AutoCloseable {
  static final int ROWS = 25;

  private final Process jvm;
  private final BufferedReader output;

  private ServerProgram(Process jvm) {
    this.jvm = jvm;
    this.output = jvm.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(Path.of(arguments[0]), TestHome.settings(), message -> {})) {
      Rows.add(server, ROWS);
      System.out.println("READY");
      System.in.read();
    } catch (EmbeddedPostgresException e) {
      System.out.println("REFUSED " + e.getMessage());
    }
  }

  static ServerProgram start(Path home) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProgram.class.getName(),
            home.toString());
    return new ServerProgram(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** READY, or why not. */
  String answer() throws IOException {
    return String.valueOf(output.readLine());
  }

  ProcessHandle handle() {
    return jvm.toHandle();
  }

  /** As {@code kill -9} does. */
  void kill() {
    jvm.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
