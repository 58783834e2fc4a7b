package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in {@code postmaster.pid}: line 1 its process, line 4 its port, line
 * 8 its status.
 *
 * @param port 0 if not yet known
 */
record PostmasterPid(long pid, int port, boolean isReady) {
  private static final String FILE = "postmaster.pid";

  /** Larger than any process id of Linux or macOS. */
  private static final long NO_PROCESS = Integer.MAX_VALUE;

  /** Empty if there is no file, or only the beginning of one. */
  static Optional<PostmasterPid> read(Path data) throws IOException {
    try {
      return parse(Files.readAllLines(data.resolve(FILE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static Optional<PostmasterPid> parse(List<String> lines) {
    try {
      // A server in single-user mode writes its process id negated.
      long pid = Math.abs(Long.parseLong(lines.isEmpty() ? "" : lines.getFirst().trim()));
      int port = lines.size() < 4 ? 0 : Integer.parseInt(lines.get(3).trim());
      boolean ready = lines.size() >= 8 && lines.get(7).trim().equals("ready");
      return Optional.of(new PostmasterPid(pid, port, ready));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static boolean exists(Path data) {
    return Files.exists(data.resolve(FILE));
  }

  /**
   * Makes the file of a server that is gone say so, whoever has its process id now. The rest of it
   * stays, for PostgreSQL itself then checks by the shared memory named there that no child of the
   * dead server still works on the data.
   */
  static void markDead(Path data, Privileges privileges) throws IOException {
    Path file = data.resolve(FILE);
    if (read(data).isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, String.valueOf(NO_PROCESS));
    if (lines.size() >= 8) {
      lines.set(7, "dead");
    }
    Path replacement = data.resolve(FILE + ".tmp");
    Files.write(replacement, lines);
    privileges.own(replacement);
    Home.moveIntoPlace(replacement, file);
  }
}
