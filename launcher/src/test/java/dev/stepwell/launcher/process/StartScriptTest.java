package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code ./stepwell} script with the packaged jar, as in a release: without sources. */
class StartScriptTest {
  /** The cache is made with low priority, so it takes what a busy machine leaves to it. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The JVM starts only where a cache that it is given fits. */
  private static final Map<String, String> CACHE_OR_NOTHING =
      Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

  private static final Duration PAUSE = Duration.ofMillis(20);

  @TempDir private Path directory;

  @BeforeEach
  void install() throws IOException {
    Files.copy(Path.of("..", "stepwell"), directory.resolve("stepwell"));
    var target = Files.createDirectories(directory.resolve("launcher").resolve("target"));
    Files.createSymbolicLink(
        target.resolve("stepwell.jar"), Path.of(System.getProperty("stepwell.jar")));
  }

  private record Run(int exitCode, String output) {}

  /** Runs {@code ./stepwell --version}; the standard error counts as output. */
  private Run version(Map<String, String> environment) throws Exception {
    var builder =
        new ProcessBuilder("sh", directory.resolve("stepwell").toString(), "--version")
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "STEPWELL_JAVA_HOME", System.getProperty("java.home"),
                "XDG_CACHE_HOME", directory.resolve("cache").toString()));
    builder.environment().putAll(environment);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  private List<Path> cached() throws IOException {
    var cache = directory.resolve("cache").resolve("stepwell");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (var files = Files.list(cache)) {
      return files.toList();
    }
  }

  private void awaitPrepared() {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isPrepared()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain until the cache is made");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean isPrepared() {
    try {
      var files = cached();
      return files.size() == 1 && files.getFirst().toString().endsWith(".aot");
    } catch (IOException e) {
      // Something came or went meanwhile.
      return false;
    }
  }

  @Test
  void theFirstCommandPreparesThoseAfterIt() throws Exception {
    var first = version(Map.of());
    assertThat(first.exitCode()).as(first.output()).isZero();
    awaitPrepared();
    assertThat(version(Map.of())).isEqualTo(first);
    assertThat(version(CACHE_OR_NOTHING).exitCode()).isZero();
  }

  @Test
  void whatDoesNotFitIsNoFailure() throws Exception {
    var expected = version(Map.of("STEPWELL_AOT_CACHE", "off"));
    assertThat(expected.exitCode()).as(expected.output()).isZero();
    assertThat(cached()).isEmpty();
    Files.writeString(directory.resolve("cache"), "not a directory");
    assertThat(version(Map.of())).isEqualTo(expected);
    Files.delete(directory.resolve("cache"));

    version(Map.of());
    awaitPrepared();
    Files.writeString(cached().getFirst(), "nonsense");
    assertThat(version(Map.of())).isEqualTo(expected);
    assertThat(version(CACHE_OR_NOTHING).exitCode()).as("the cache was tried").isNotZero();
  }
}
