package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL cannot run here. The message begins with one sentence that says why and
 * what to do about it; the last lines of the server's log follow where they help.
 */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What a failed file operation below {@code home} means for the one who started the server. */
  static EmbeddedPostgresException of(Path home, IOException failure) {
    String file = home.toString();
    if (failure instanceof FileSystemException named && named.getFile() != null) {
      file = named.getFile();
    }
    String reason = String.valueOf(failure.getMessage());
    if (failure instanceof AccessDeniedException || reason.contains("Operation not permitted")) {
      return new EmbeddedPostgresException(noPermission(file), failure);
    }
    if (isDiskFull(reason)) {
      return new EmbeddedPostgresException(diskFull(home), failure);
    }
    return new EmbeddedPostgresException(
        "The embedded PostgreSQL cannot use the directory %s: %s.".formatted(home, failure),
        failure);
  }

  /** What a failed PostgreSQL program says, judged by what it wrote to its log. */
  static EmbeddedPostgresException ofLog(String program, Path home, String log) {
    return new EmbeddedPostgresException(sentence(program, home, log) + "\n" + log);
  }

  private static String sentence(String program, Path home, String log) {
    if (isDiskFull(log)) {
      return diskFull(home);
    }
    if (log.contains("could not look up effective user ID")) {
      return "The user that runs Stepwell has no entry in /etc/passwd, which PostgreSQL's initdb"
          + " needs: add one, run as another user, or use an external PostgreSQL (--database-url).";
    }
    if (log.contains("Permission denied")) {
      return noPermission(home.toString());
    }
    if (log.contains("could not create shared memory segment")
        || log.contains("could not map anonymous shared memory")) {
      return "The embedded PostgreSQL got no shared memory: raise the memory limit of this machine"
          + " or container, or use an external PostgreSQL (--database-url).";
    }
    return "The embedded PostgreSQL did not start (%s failed): see %s/pg.log, which ends so:"
        .formatted(program, home);
  }

  private static boolean isDiskFull(String text) {
    return text.contains("No space left on device") || text.contains("Disk quota exceeded");
  }

  private static String diskFull(Path home) {
    return "The disk that holds %s is full: free some space or choose another data directory."
        .formatted(home);
  }

  private static String noPermission(String file) {
    return ("The embedded PostgreSQL has no permission for %s: start Stepwell as the user that owns"
            + " it, give %s the right to write there, or choose another data directory.")
        .formatted(file, System.getProperty("user.name"));
  }
}
