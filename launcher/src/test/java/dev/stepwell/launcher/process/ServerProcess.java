package dev.stepwell.launcher.process;

import dev.stepwell.persistence.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server as users start it: the packaged jar in a process of its own. Started again after a kill,
 * it has the same port and the same database.
 */
final class ServerProcess implements AutoCloseable {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 60;
  private static final Pattern READY = Pattern.compile("^ready (http://\\S+)");

  private final List<String> arguments;
  private final Map<String, String> environment = new HashMap<>();
  private final Queue<String> standardError = new ConcurrentLinkedQueue<>();
  private @Nullable Process process;
  private @Nullable URI url;

  private ServerProcess(List<String> arguments) {
    this.arguments = arguments;
  }

  /** {@code ./stepwell dev}: a server with its own database, started. */
  static ServerProcess dev(Path data) {
    var server = new ServerProcess(List.of("dev", "--data", data.toString()));
    server.start();
    return server;
  }

  /** {@code ./stepwell server}: a server on a database that others may share, started. */
  static ServerProcess on(TestDatabase database, String... options) {
    var server = of(database.jdbcUrl(), database.user(), database.password(), options);
    server.start();
    return server;
  }

  /** The same, not started yet. */
  static ServerProcess of(String jdbcUrl, String user, String password, String... options) {
    var arguments =
        new ArrayList<>(
            List.of(
                "server",
                "--database-url",
                jdbcUrl,
                "--database-user",
                user,
                "--database-password",
                password));
    arguments.addAll(List.of(options));
    return new ServerProcess(arguments);
  }

  /** With more variables in its environment, from the next start on. */
  ServerProcess in(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @throws IllegalStateException when it did not become ready; the message has what it said
   */
  void start() {
    var ready = new CompletableFuture<URI>();
    try {
      var builder = new ProcessBuilder(command());
      builder.environment().keySet().removeIf(name -> name.startsWith("STEPWELL_"));
      builder.environment().putAll(environment);
      var started = builder.start();
      process = started;
      var _ = started.onExit().thenRun(() -> ready.cancel(false));
      pump(started.getInputStream(), line -> findUrl(line, ready));
      pump(started.getErrorStream(), standardError::add);
      url = ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      kill();
      throw new IllegalStateException("The server did not start: " + standardError(), e);
    }
  }

  /** What runs {@code ./stepwell} here: arguments may be added. */
  static List<String> program() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The server and its clients share few cores here: what compiles longest would pay off latest.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    var jar = System.getProperty("stepwell.jar");
    if (jar == null) {
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("dev.stepwell.launcher.Stepwell");
    } else {
      command.addAll(List.of("-jar", jar));
    }
    return command;
  }

  private List<String> command() {
    var command = new ArrayList<>(program());
    command.addAll(arguments);
    var known = url;
    command.addAll(List.of("--port", known == null ? "0" : String.valueOf(known.getPort())));
    return command;
  }

  private static void findUrl(String line, CompletableFuture<URI> ready) {
    var matcher = READY.matcher(line);
    if (matcher.find()) {
      ready.complete(URI.create(matcher.group(1)));
    }
  }

  private static void pump(InputStream stream, Consumer<String> sink) {
    // A virtual thread that reads a pipe keeps its carrier, of which there are as few as
    // processors.
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (var reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(sink);
          } catch (IOException | UncheckedIOException e) {
            // The process was killed.
          }
        });
  }

  URI url() {
    var known = url;
    if (known == null) {
      throw new IllegalStateException("Not started");
    }
    return known;
  }

  /** What all its processes have written to their standard error. */
  String standardError() {
    return String.join("\n", standardError);
  }

  /** {@code kill -9}; returns when the process is gone. */
  void kill() {
    var running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
    }
  }

  /** Sends it a signal, such as {@code STOP}. */
  void signal(String name) throws IOException, InterruptedException {
    var running = process;
    if (running == null) {
      throw new IllegalStateException("Not started");
    }
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IllegalStateException("kill -" + name + " failed");
    }
  }

  /** SIGTERM, as an operator stops it. */
  @Override
  public void close() {
    var running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server did not stop: " + standardError());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }
}
