package dev.stepwell.integration.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Does with each connection what its script says: bytes, not HTTP. */
public final class ScriptedServer implements AutoCloseable {
  /** What happens on a connection; it is closed afterwards. */
  @FunctionalInterface
  public interface Script {
    void run(Socket connection) throws IOException;
  }

  private final ServerSocket listening;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<Socket, Thread> open = new ConcurrentHashMap<>();

  /** Listens on the loopback address. */
  public ScriptedServer(Script script) {
    this(plainSocket(), script);
  }

  private ScriptedServer(ServerSocket listening, Script script) {
    this.listening = listening;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** Listens for TLS connections. */
  public static ScriptedServer withTls(SSLContext tls, Script script) {
    try {
      return new ScriptedServer(
          tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          script);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private static ServerSocket plainSocket() {
    try {
      return new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Answers every request of a connection's first lines with that text, then closes. */
  public static ScriptedServer saying(String answer) {
    return new ScriptedServer(connection -> {
      readHead(connection);
      write(connection, answer);
    });
  }

  /** Reads up to the empty line. */
  public static void readHead(Socket connection) throws IOException {
    var input = connection.getInputStream();
    var last = 0;
    while (last != 0x0D0A0D0A) {
      var next = input.read();
      if (next < 0) {
        throw new IOException("the client has gone");
      }
      last = (last << Byte.SIZE) | next;
    }
  }

  /** Writes a text as it is. */
  public static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var connection = listening.accept();
        connections.incrementAndGet();
        open.put(connection, Thread.ofVirtual().start(() -> serve(connection)));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      script.run(connection);
    } catch (IOException clientHasGone) {
      // As a client may.
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections there have been. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var connection : open.keySet()) {
      connection.close();
    }
    open.values().forEach(Thread::interrupt);
  }
}
