package dev.stepwell.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server in a JVM of its own, on a port of the loopback interface. */
final class PeerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 50;

  private final Process process;
  private final int port;

  private PeerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it takes connections.
   *
   * @param arguments of {@code java}
   * @throws IllegalStateException when it does not begin; the message has what it said
   */
  static PeerProcess start(int port, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It shares few cores with what is tested: what compiles longest would pay off latest.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(arguments);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new ConcurrentLinkedQueue<String>();
      // Reading a pipe keeps a carrier of virtual threads busy, of which there are few.
      Thread.ofPlatform().daemon().start(() -> drain(process, said));
      // Whoever is gone without having closed it leaves nothing behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      awaitPort(process, port, said);
      return new PeerProcess(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drain(Process process, Queue<String> said) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      said.add(e.toString());
    }
  }

  private static void awaitPort(Process process, int port, Queue<String> said) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!takesConnections(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("It did not start: " + String.join("\n", said));
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean takesConnections(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file or directory that the build has put beside the classes of this module.
   *
   * @throws IllegalStateException when it is not there
   */
  static Path downloaded(String name) {
    try {
      var classes = PeerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      var file = Path.of(classes).resolveSibling(name);
      if (!Files.exists(file)) {
        throw new IllegalStateException(
            name + " is missing: mvn process-resources -pl peers downloads it");
      }
      return file;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
