package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up after a server that an earlier process left in this home. May only be asked by the one
 * that holds the {@link HomeLock}: then no server that is found can be somebody's.
 */
record FormerServer(Path data, Privileges privileges, Progress progress) {
  private static final Logger LOG = LoggerFactory.getLogger(FormerServer.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Returns whether a server died here without stopping cleanly. */
  boolean settle() throws IOException, InterruptedException {
    if (!PostmasterPid.exists(data)) {
      return false;
    }
    Optional<ProcessHandle> orphan = PostmasterPid.read(data).flatMap(file -> find(file.pid()));
    if (orphan.isPresent()) {
      stop(orphan.get());
    }
    if (!PostmasterPid.exists(data)) {
      return false;
    }
    PostmasterPid.markDead(data, privileges);
    return true;
  }

  /**
   * The process, if it is a PostgreSQL server on these data; not if it is a zombie, which has no
   * command, or another program that was given the same id, as is usual in containers.
   */
  private Optional<ProcessHandle> find(long pid) {
    return ProcessHandle.of(pid).filter(this::isServer);
  }

  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command().filter(command -> command.contains("/postgres")).isPresent()
        && info.commandLine().filter(line -> line.contains(" -D " + data + " ")).isPresent();
  }

  /**
   * By SIGINT, the fast shutdown: open transactions are rolled back, nothing is to be recovered.
   */
  private void stop(ProcessHandle orphan) throws IOException, InterruptedException {
    LOG.info("stopping PostgreSQL {}, left by an earlier process, in {}", orphan.pid(), data);
    PostgresProgram.run(List.of("sh", "-c", "kill -INT \"$1\"", "sh", "" + orphan.pid()));
    Progress.Wait wait =
        progress.waitingFor("stopping PostgreSQL that an earlier process left running");
    while (isServer(orphan)) {
      wait.tick();
      if (wait.elapsed().compareTo(PATIENCE) > 0) {
        throw new EmbeddedPostgresException(
            ("PostgreSQL (process %d), left running in %s by an earlier Stepwell, does not stop: end"
                    + " that process and start again.")
                .formatted(orphan.pid(), data));
      }
      awaitExit(orphan);
    }
  }

  private static void awaitExit(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(20, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // asked again
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
