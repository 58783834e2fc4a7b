package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that keeps its data in a directory, listens on the loopback address only, and
 * stops when it is closed or this JVM ends, however it ends.
 *
 * <p>It is durable: what was committed is there again after {@code kill -9} of this process, of the
 * server or of both, and after a power failure. One server at a time uses a directory. The first
 * start takes about three seconds, later ones a fraction of one.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final long STOP_PATIENCE_MILLIS = 60_000;
  private static final long LOG_CHECK_MILLIS = 30_000;

  private final HomeLock lock;
  private final GuardedServer server;
  private final FormerServer afterwards;
  private final ServerLog log;
  private final int port;
  private final String password;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(
      HomeLock lock,
      ServerStart.Started started,
      FormerServer afterwards,
      ServerLog log,
      String password) {
    this.lock = lock;
    this.server = started.server();
    this.port = started.port();
    this.afterwards = afterwards;
    this.log = log;
    this.password = password;
  }

  /**
   * Starts the server of this directory, creating it at the first time, and returns when it takes
   * connections. Recovery after a crash may take long; there is no time limit.
   *
   * @param home its data, password, programs and log; created if missing
   * @param progress called every two seconds with what is being waited for
   * @throws EmbeddedPostgresException if it cannot run here; the message says what to do
   * @throws InterruptedException if interrupted while waiting; what was started stops by itself
   */
  public static EmbeddedPostgres start(
      Path home, EmbeddedPostgresSettings settings, Consumer<String> progress)
      throws InterruptedException {
    return start(home, settings, progress, ServerStart::freePort);
  }

  static EmbeddedPostgres start(
      Path path,
      EmbeddedPostgresSettings settings,
      Consumer<String> progress,
      ServerStart.PortChoice ports)
      throws InterruptedException {
    try {
      Home home = Home.open(path);
      HomeLock lock = HomeLock.acquire(home);
      boolean started = false;
      try {
        EmbeddedPostgres server = start(home, lock, settings, new Progress(progress), ports);
        started = true;
        return server;
      } finally {
        if (!started) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(path, e);
    }
  }

  private static EmbeddedPostgres start(
      Home home,
      HomeLock lock,
      EmbeddedPostgresSettings settings,
      Progress progress,
      ServerStart.PortChoice ports)
      throws IOException, InterruptedException {
    Path shared = settings.binaries().orElse(home.directory());
    Path binariesParent = Files.createDirectories(shared).toRealPath();
    Privileges privileges =
        Privileges.choose(home.data(), List.of(home.directory(), binariesParent));
    var log = new ServerLog(home.log());
    log.bound();
    PostgresBinaries binaries = PostgresBinaries.unpack(binariesParent, progress);
    String password = new DataDirectory(home, binaries, privileges, log, progress).prepare();
    var former = new FormerServer(home.data(), privileges, progress);
    boolean afterCrash = former.settle();
    if (settings.binaries().isEmpty()) {
      deleteOthers(binaries);
    }
    var start = new ServerStart(home, binaries, privileges, settings, log, progress);
    var server = new EmbeddedPostgres(lock, start.start(afterCrash, ports), former, log, password);
    Thread.ofVirtual().name("embedded-postgres-watch").start(server::watch);
    return server;
  }

  /** What another user unpacked stays: it costs space, but is no reason not to start. */
  private static void deleteOthers(PostgresBinaries binaries) {
    try {
      binaries.deleteOthers();
    } catch (IOException e) {
      LOG.warn("programs of an earlier release are still there", e);
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** A superuser. */
  public String user() {
    return DataDirectory.USER;
  }

  public String password() {
    return password;
  }

  /**
   * Stops the server: open transactions are rolled back, connections end. Close the pools before.
   * Waits for a minute at most; a server that needs longer still stops by itself.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server.stop();
      if (server.waitFor(STOP_PATIENCE_MILLIS)) {
        afterwards.settle(); // the server itself, if only its guard was alive no more
      } else {
        LOG.warn("PostgreSQL is still stopping; the next start waits for it");
      }
    } catch (IOException e) {
      LOG.warn("PostgreSQL was not stopped cleanly; it recovers at the next start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      unlock();
    }
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the lock of the data directory was not released", e);
    }
  }

  /** Keeps the log small while the server lives, and says so if it dies without being asked to. */
  private void watch() {
    try {
      while (!server.waitFor(LOG_CHECK_MILLIS)) {
        log.bound();
      }
      if (!closed.get()) {
        LOG.error(
            "PostgreSQL stopped unexpectedly, start Stepwell again; {} ends so:\n{}",
            log.file(),
            log.since(0));
      }
    } catch (IOException e) {
      LOG.warn("the log of PostgreSQL is not kept small any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
