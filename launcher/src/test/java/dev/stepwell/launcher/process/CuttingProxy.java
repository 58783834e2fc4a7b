package dev.stepwell.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and servers, always at the same port: leads each connection to the next
 * server that listens, and closes it at once where none does. Cuts connections of nodes to
 * PostgreSQL at chosen moments.
 */
final class CuttingProxy implements AutoCloseable {
  /** How every message of the protocol that asks for the outcome of a statement ends: Sync. */
  private static final byte[] SYNC = {'S', 0, 0, 0, 4};

  private static final byte[] LANE = " lane".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER_BYTES = 64 * 1024;

  /** When a connection is cut. */
  enum Moment {
    /** Half of the statement's bytes are on their way, the server never sees the rest. */
    IN_REQUEST,
    /** The server has the statement, and goes on with it. */
    AFTER_REQUEST,
    /** The server has done the statement, nobody hears of it. */
    BEFORE_ANSWER
  }

  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private volatile int[] serverPorts = {};

  CuttingProxy() {
    try {
      listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Says where the servers are now. */
  void leadTo(int... ports) {
    serverPorts = ports;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        Thread.ofVirtual().name("link").start(() -> open(client));
      } catch (IOException e) {
        // Closed, or a client that went away: the loop finds out.
      }
    }
  }

  private void open(Socket client) {
    try {
      client.setTcpNoDelay(true);
      var server = connect();
      if (server == null) {
        client.close();
        return;
      }
      var link = new Link(client, server);
      links.add(link);
      Thread.ofVirtual().name("requests").start(link::pumpRequests);
      link.pumpAnswers();
    } catch (IOException e) {
      // The client has gone already.
    }
  }

  private @Nullable Socket connect() {
    var ports = serverPorts;
    var first = next.getAndIncrement();
    for (int i = 0; i < ports.length; i++) {
      try {
        var address = InetAddress.getLoopbackAddress();
        var server = new Socket(address, ports[Math.floorMod(first + i, ports.length)]);
        server.setTcpNoDelay(true);
        return server;
      } catch (IOException e) {
        // Not this one, now.
      }
    }
    return null;
  }

  /** The connections of writers are cut at that moment of their next statement, each once. */
  void cutWriters(Moment moment) {
    links.stream().filter(link -> link.isWriter).forEach(link -> link.moment = moment);
  }

  /** Cuts all connections now. */
  void cutEverything() {
    links.forEach(Link::cutNow);
  }

  /** How many connections were cut so far. */
  int countCut() {
    return cut.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    links.forEach(Link::reset);
  }

  /** One connection from a node through to the server. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile @Nullable Moment moment;
    private volatile boolean isWriter;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pumpRequests() {
      var buffer = new byte[BUFFER_BYTES];
      try {
        var from = client.getInputStream();
        var to = server.getOutputStream();
        for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          var now = moment;
          if (now == Moment.IN_REQUEST) {
            to.write(buffer, 0, read / 2);
            cutNow();
            return;
          }
          isWriter |= contains(buffer, read, LANE);
          to.write(buffer, 0, read);
          if (now == Moment.AFTER_REQUEST && endsWith(buffer, read, SYNC)) {
            cutNow();
            return;
          }
        }
      } catch (IOException e) {
        // One of the two is gone.
      } finally {
        reset();
      }
    }

    void pumpAnswers() {
      var buffer = new byte[BUFFER_BYTES];
      try {
        var from = server.getInputStream();
        var to = client.getOutputStream();
        for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          if (moment == Moment.BEFORE_ANSWER) {
            cutNow();
            return;
          }
          to.write(buffer, 0, read);
        }
        // What has been written must arrive before the end does.
        client.close();
      } catch (IOException e) {
        // One of the two is gone.
      } finally {
        reset();
      }
    }

    void cutNow() {
      if (reset()) {
        cut.incrementAndGet();
      }
    }

    /**
     * Closes both ends as a broken network does, without a farewell.
     *
     * @return whether it was open
     */
    boolean reset() {
      for (var socket : new Socket[] {client, server}) {
        try {
          socket.setSoLinger(true, 0);
          socket.close();
        } catch (IOException e) {
          // It is closed either way.
        }
      }
      return links.remove(this);
    }
  }

  private static boolean endsWith(byte[] buffer, int length, byte[] end) {
    return length >= end.length
        && Arrays.equals(buffer, length - end.length, length, end, 0, end.length);
  }

  private static boolean contains(byte[] buffer, int length, byte[] text) {
    for (int at = 0; at + text.length <= length; at++) {
      if (Arrays.equals(buffer, at, at + text.length, text, 0, text.length)) {
        return true;
      }
    }
    return false;
  }
}
