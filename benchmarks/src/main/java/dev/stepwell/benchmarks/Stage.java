package dev.stepwell.benchmarks;

import dev.stepwell.persistence.embedded.DirectoryTree;
import dev.stepwell.persistence.embedded.EmbeddedPostgres;
import dev.stepwell.persistence.embedded.EmbeddedPostgresException;
import dev.stepwell.persistence.embedded.EmbeddedPostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What a run needs and leaves nothing of: a temporary directory, a database, processes. Closes in
 * the order that is opposite to opening, also when this process is told to end.
 */
final class Stage implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Thread hook = Thread.ofPlatform().name("close-bench").unstarted(this::close);
  private final Path directory;
  private boolean closed;

  private Stage(Path directory) {
    this.directory = directory;
  }

  static Stage open() {
    try {
      var directory = Files.createTempDirectory("stepwell-bench");
      // Under root the database runs as another user, who must be able to pass.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      var stage = new Stage(directory);
      Runtime.getRuntime().addShutdownHook(stage.hook);
      return stage;
    } catch (IOException e) {
      throw new BenchException("There is no temporary directory: " + e.getMessage(), e);
    }
  }

  /** A file of its own directory. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** A database of its own. */
  Database embeddedDatabase(Consumer<String> tell) throws InterruptedException {
    try {
      var postgres =
          EmbeddedPostgres.start(file("postgres"), EmbeddedPostgresSettings.standard(), tell);
      keep(postgres);
      return new Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
    } catch (EmbeddedPostgresException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Closes it with the stage. */
  synchronized <T extends AutoCloseable> T keep(T resource) {
    if (closed) {
      closeQuietly(resource);
      throw new BenchException("The benchmark was told to end");
    }
    opened.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!opened.isEmpty()) {
      closeQuietly(opened.pop());
    }
    delete(directory);
    if (Thread.currentThread() != hook) {
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and finds nothing to do.
    }
  }

  /** The others must be closed too, and the figures are known by now. */
  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.getLogger(Stage.class.getName())
          .log(System.Logger.Level.WARNING, "Something of the benchmark did not close", e);
    }
  }

  private static void delete(Path directory) {
    try {
      DirectoryTree.delete(directory);
    } catch (IOException e) {
      // A temporary directory: the operating system deletes what is left.
    }
  }
}
