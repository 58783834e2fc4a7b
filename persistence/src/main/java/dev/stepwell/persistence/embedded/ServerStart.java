package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the server on a prepared data directory and waits until it takes connections. */
record ServerStart(
    Home home,
    PostgresBinaries binaries,
    Privileges privileges,
    EmbeddedPostgresSettings settings,
    ServerLog log,
    Progress progress) {

  private static final int PORT_ATTEMPTS = 5;
  private static final long POLL_MILLIS = 10;
  private static final Duration CHILDREN_PATIENCE = Duration.ofMinutes(1);

  /** A server that is ready. */
  record Started(GuardedServer server, int port) {}

  /** Chooses a port; another program may take it before the server does. */
  interface PortChoice {
    int next() throws IOException;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * @param afterCrash whether the last server died: then this one first recovers, as long as that
   *     takes
   */
  Started start(boolean afterCrash, PortChoice ports) throws IOException, InterruptedException {
    Progress.Wait wait =
        progress.waitingFor(
            afterCrash
                ? "PostgreSQL is recovering after an unclean stop"
                : "PostgreSQL is starting");
    int portsTaken = 0;
    while (true) {
      long logStart = log.size();
      int port = ports.next();
      GuardedServer server = GuardedServer.start(command(port), log);
      if (becomesReady(server, port, wait)) {
        return new Started(server, port);
      }
      String said = log.since(logStart);
      if (said.contains("could not bind") && ++portsTaken < PORT_ATTEMPTS) {
        continue;
      }
      if (!hasOldChildren(said) || wait.elapsed().compareTo(CHILDREN_PATIENCE) > 0) {
        throw EmbeddedPostgresException.ofLog("postgres", home.directory(), said);
      }
      wait.tick();
      Thread.sleep(POLL_MILLIS * 10);
    }
  }

  /** The children of a killed server notice its death and end within moments. */
  private static boolean hasOldChildren(String said) {
    return said.contains("pre-existing shared memory block");
  }

  private List<String> command(int port) {
    List<String> arguments = new ArrayList<>(List.of("-D", home.data().toString()));
    settings
        .parameters(port)
        .forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
    return privileges.command(binaries.command("postgres", arguments));
  }

  /** No time limit while the server lives: how long recovery takes depends on the crash. */
  private boolean becomesReady(GuardedServer server, int port, Progress.Wait wait)
      throws IOException, InterruptedException {
    boolean ready = false;
    try {
      while (!ready && !server.waitFor(POLL_MILLIS)) {
        wait.tick();
        Optional<PostmasterPid> file = PostmasterPid.read(home.data());
        ready = file.filter(it -> it.isReady() && it.port() == port).isPresent();
      }
    } finally {
      if (!ready) {
        server.stop();
      }
    }
    return ready;
  }
}
