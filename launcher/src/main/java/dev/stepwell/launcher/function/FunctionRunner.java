package dev.stepwell.launcher.function;

import dev.stepwell.launcher.function.HandlerSpec.Language;
import dev.stepwell.persistence.embedded.DirectoryTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the handlers of functions for a server, each in as many processes as are wanted. */
public final class FunctionRunner implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = RuntimeClient.http();
  private final Path loops;
  private final List<HandlerSlot> slots = new ArrayList<>();

  /**
   * What is run and how.
   *
   * @param server where it is; the functions must be registered there
   * @param concurrency processes of each function
   * @param environment variables of all handlers, beside those that Lambda sets
   */
  public record Settings(
      URI server,
      List<HandlerSpec> handlers,
      int concurrency,
      Map<String, String> environment,
      FunctionListener listener) {}

  private FunctionRunner(Path loops) {
    this.loops = loops;
  }

  /** Starts; invocations are taken from now on. */
  public static FunctionRunner start(Settings settings) throws IOException {
    var runner = new FunctionRunner(Files.createTempDirectory("stepwell-runtimes"));
    for (var spec : settings.handlers()) {
      var loop = runner.loop(spec.language());
      for (var i = 0; i < settings.concurrency(); i++) {
        runner.slots.add(
            new HandlerSlot(
                spec,
                new RuntimeClient(runner.http, settings.server(), spec.function()),
                loop,
                settings.environment(),
                settings.listener()));
      }
    }
    runner.slots.forEach(HandlerSlot::start);
    return runner;
  }

  private Path loop(Language language) throws IOException {
    var file = loops.resolve(language.resource());
    if (language != Language.PROGRAM && !Files.exists(file)) {
      try (var resource = FunctionRunner.class.getResourceAsStream(language.resource())) {
        if (resource == null) {
          throw new IllegalStateException(language.resource() + " is missing beside this class");
        }
        Files.copy(resource, file);
      }
    }
    return file;
  }

  /** Waits until every handler has started, or failed to. */
  public void awaitStart() {
    slots.forEach(slot -> slot.started().join());
  }

  /** Takes no more invocations; those that are being worked on may come to their end. */
  public void stop() {
    slots.forEach(HandlerSlot::stop);
  }

  /** Ends all handlers; the invocations that they work on fail. */
  public void kill() {
    slots.forEach(HandlerSlot::kill);
  }

  /** Waits for the end of all that was begun before {@link #stop}. */
  public void awaitEnd() throws InterruptedException {
    for (var slot : slots) {
      while (!slot.join(CLOSE_PATIENCE)) {
        // As long as a function may take.
      }
    }
  }

  /** Stops, and ends what has not come to its end after half a minute. */
  @Override
  public void close() {
    stop();
    try {
      for (var slot : slots) {
        if (!slot.join(CLOSE_PATIENCE)) {
          slot.kill();
        }
      }
      awaitEnd();
    } catch (InterruptedException hurry) {
      kill();
      Thread.currentThread().interrupt();
    }
    http.close();
    try {
      DirectoryTree.delete(loops);
    } catch (IOException e) {
      // A temporary directory: the operating system deletes what is left.
    }
  }
}
