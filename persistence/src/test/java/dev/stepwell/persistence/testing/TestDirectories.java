package dev.stepwell.persistence.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Where tests keep embedded servers: below the build's {@code target}, shared by all modules. */
public final class TestDirectories {
  private static final Duration SURELY_STARTED = Duration.ofMinutes(10);

  private TestDirectories() {}

  /** The programs, unpacked once for all modules and JVMs. */
  public static Path binaries() throws IOException {
    return Files.createDirectories(root().resolve("binaries"));
  }

  /** A name for a directory that does not exist yet. */
  public static Path newDirectory() throws IOException {
    return servers().resolve(UUID.randomUUID().toString());
  }

  /** Best effort, at the end of a JVM. */
  public static void deleteQuietly(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("not deleted: " + directory + ": " + e);
    }
  }

  /** What JVMs left that were killed: older than any start takes, and its lock held by nobody. */
  static void deleteAbandoned() throws IOException {
    List<Path> abandoned = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(servers())) {
      for (Path directory : found) {
        Instant born = Files.getLastModifiedTime(directory).toInstant();
        if (born.plus(SURELY_STARTED).isBefore(Instant.now()) && isUnlocked(directory)) {
          abandoned.add(directory);
        }
      }
    }
    abandoned.forEach(TestDirectories::deleteQuietly);
  }

  private static boolean isUnlocked(Path directory) throws IOException {
    Path lock = directory.resolve("lock");
    if (Files.notExists(lock)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    }
  }

  private static Path servers() throws IOException {
    return Files.createDirectories(root().resolve("servers"));
  }

  /** Tests run in their module's directory; the project's is the one that holds asl-parser. */
  private static Path root() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    for (Path directory = here; directory != null; directory = directory.getParent()) {
      if (Files.isDirectory(directory.resolve("asl-parser")) && isReachable(directory)) {
        return directory.resolve("target").resolve("test-postgres");
      }
    }
    return Path.of(System.getProperty("java.io.tmpdir"), "stepwell-test-postgres");
  }

  /**
   * Under root the server runs as another user, who has to get there: not in /root, for example.
   */
  private static boolean isReachable(Path project) throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      return true;
    }
    for (Path directory = project; directory != null; directory = directory.getParent()) {
      if (!Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
