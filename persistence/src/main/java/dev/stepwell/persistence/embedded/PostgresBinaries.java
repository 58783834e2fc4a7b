package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PostgreSQL programs, unpacked.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 * @param majorVersion decides which data directories the server can read
 */
record PostgresBinaries(Path directory, int majorVersion) {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Object ONE_AT_A_TIME = new Object();

  /**
   * Unpacks the programs below {@code parent} if that was not done before: 60 MB, about two
   * seconds. May be called by several processes at once with the same parent.
   */
  static PostgresBinaries unpack(Path parent, Progress progress)
      throws IOException, InterruptedException {
    BundledArchive archive = BundledArchive.find();
    Path directory = parent.resolve("bin-" + archive.id());
    if (Files.notExists(directory)) {
      unpack(archive, parent, directory, progress);
    }
    return new PostgresBinaries(directory, majorVersionOf(directory));
  }

  /** Under another name first, so that a directory with the final name is always complete. */
  private static void unpack(BundledArchive archive, Path parent, Path directory, Progress progress)
      throws IOException {
    synchronized (ONE_AT_A_TIME) { // a file lock keeps out other processes, not other threads
      try (FileChannel channel =
              FileChannel.open(
                  parent.resolve("bin.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        if (lock.isValid() && Files.notExists(directory)) {
          Path unfinished = parent.resolve("bin.tmp");
          DirectoryTree.delete(unfinished);
          Files.createDirectory(unfinished);
          Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
          archive.unpackInto(unfinished, progress.waitingFor("unpacking PostgreSQL"));
          Home.moveIntoPlace(unfinished, directory);
        }
      }
    }
  }

  /** Frees the space of the programs of earlier releases. Only for a parent that is not shared. */
  void deleteOthers() throws IOException {
    List<Path> others = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.getParent(), "bin-*")) {
      found.forEach(others::add);
    }
    others.remove(directory);
    for (Path other : others) {
      DirectoryTree.delete(other);
    }
  }

  List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(directory.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  /** Asks the program itself, which also shows whether it runs here at all. */
  private static int majorVersionOf(Path directory) throws InterruptedException {
    String postgres = directory.resolve("bin").resolve("postgres").toString();
    String answer;
    try {
      answer = PostgresProgram.run(List.of(postgres, "--version")).output();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(cannotRun(postgres, String.valueOf(e.getMessage())), e);
    }
    Matcher version = VERSION.matcher(answer);
    if (!version.find()) {
      throw new EmbeddedPostgresException(cannotRun(postgres, answer.trim()));
    }
    return Integer.parseInt(version.group(1));
  }

  private static String cannotRun(String postgres, String reason) {
    return ("The embedded PostgreSQL cannot be executed here (it needs glibc 2.27 or newer, so not"
            + " Alpine, and a directory that is not mounted noexec): use an external PostgreSQL"
            + " (--database-url), or another base image or data directory. %s: %s")
        .formatted(postgres, reason);
  }
}
