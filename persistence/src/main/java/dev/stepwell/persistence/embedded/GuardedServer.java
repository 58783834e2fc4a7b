package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code postgres} with a shell beside it that holds one end of a pipe, of which this JVM
 * holds the other. However the JVM ends, by {@code kill -9} too, the pipe closes with it, and the
 * shell then tells the server to stop: open transactions are rolled back, and nothing is left to be
 * recovered.
 */
final class GuardedServer {
  /**
   * A session of its own, because Ctrl-C in a terminal goes to the whole process group: the server
   * would stop before the JVM has drained.
   */
  private static final String DETACH =
      """
      if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
      if command -v perl >/dev/null 2>&1; then
        exec perl -e 'use POSIX (); POSIX::setsid(); exec @ARGV or exit 127' -- "$@"
      fi
      exec "$@"
      """;

  /** The last background process is the reader, which has to go when the server went first. */
  private static final String GUARD =
      """
      trap '' HUP INT TERM
      exec 3<&0
      "$@" 3<&- </dev/null &
      server=$!
      (while read -r line; do :; done; kill -INT "$server" 2>/dev/null) <&3 &
      wait "$server"
      code=$?
      kill -KILL $! 2>/dev/null
      exit "$code"
      """;

  /**
   * What a statement needs beyond 128 kB, glibc's allocator gives back to the system at its end,
   * and takes again for the next, a page fault for each 4 kB. A batch of writes needs more, so that
   * up to 8 MB stay with a session instead. Other allocators do not know these names.
   */
  private static final Map<String, String> KEPT_MEMORY =
      Map.of(
          "MALLOC_TRIM_THRESHOLD_", String.valueOf(8 << 20),
          "MALLOC_MMAP_THRESHOLD_", String.valueOf(4 << 20),
          "MALLOC_TOP_PAD_", String.valueOf(1 << 20));

  private final Process guard;

  private GuardedServer(Process guard) {
    this.guard = guard;
  }

  static GuardedServer start(List<String> postgres, ServerLog log) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", DETACH, "stepwell-detach"));
    command.addAll(List.of("sh", "-c", GUARD, "stepwell-guard"));
    command.addAll(postgres);
    var program = PostgresProgram.builder(command).redirectOutput(log.destination());
    KEPT_MEMORY.forEach(program.environment()::putIfAbsent);
    return new GuardedServer(program.start());
  }

  /** Returns whether the server has exited within that time. */
  boolean waitFor(long millis) throws InterruptedException {
    return guard.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Begins the fast shutdown. */
  void stop() throws IOException {
    guard.getOutputStream().close();
  }
}
