package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory that an embedded server owns, and where things are in it.
 *
 * @param directory absolute, without symbolic links, so that it reads the same in a command line
 */
record Home(Path directory) {

  /** Others may pass through a new home but not look into it: see {@link Privileges}. */
  static Home open(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.notExists(absolute)) {
      Files.createDirectories(absolute);
      Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx--x--x"));
    }
    return new Home(absolute.toRealPath());
  }

  Path lock() {
    return directory.resolve("lock");
  }

  Path data() {
    return directory.resolve("data");
  }

  /** Where initdb works until it has finished. */
  Path unfinishedData() {
    return directory.resolve("data.tmp");
  }

  Path password() {
    return directory.resolve("password");
  }

  Path log() {
    return directory.resolve("pg.log");
  }

  /** Renames, and makes the name survive a power failure as well. */
  static void moveIntoPlace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Path parent = to.getParent();
    if (parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }
}
