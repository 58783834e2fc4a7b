package dev.stepwell.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server as a child process. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready (http\\S+) .*");
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);
  private static final int LAST_LINES = 10;

  private final Process process;
  private final Path log;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private final PeakMemory memory;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.memory = new PeakMemory(process.pid());
  }

  /**
   * Starts it; {@link #awaitReady} tells when it answers.
   *
   * @param log where its standard error goes
   */
  static ServerProcess start(ServerProgram program, Database database, Path log) {
    var builder = new ProcessBuilder(program.command(database)).redirectError(log.toFile());
    // The user's own settings, which may name another database, are not for this server.
    builder.environment().keySet().removeIf(name -> name.startsWith("STEPWELL_"));
    builder.environment().put("STEPWELL_DATABASE_PASSWORD", database.password());
    try {
      var server = new ServerProcess(builder.start(), log);
      Thread.ofVirtual().name("bench-server-output").start(server::readOutput);
      return server;
    } catch (IOException e) {
      throw new BenchException("The server process does not start: " + e.getMessage(), e);
    }
  }

  private void readOutput() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      @Nullable String line;
      while ((line = lines.readLine()) != null) {
        var matcher = READY.matcher(line);
        if (matcher.matches()) {
          ready.complete(URI.create(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IOException("it ended"));
  }

  /** Its URL, as soon as it answers there. */
  URI awaitReady() throws InterruptedException {
    try {
      return ready.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new BenchException("The server did not start:\n" + lastWords(), e);
    } catch (TimeoutException e) {
      throw new BenchException(
          "The server was not ready after " + START_PATIENCE + ":\n" + lastWords(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  long peakMemoryBytes() {
    return memory.bytes();
  }

  /** The end of its log. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }

  /** Lets it finish the requests in progress; kills it when that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
