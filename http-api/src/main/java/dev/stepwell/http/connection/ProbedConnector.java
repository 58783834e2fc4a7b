package dev.stepwell.http.connection;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens for plain HTTP, on connections that can be asked whether their client is still there. */
public final class ProbedConnector extends ServerConnector {
  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 1;

  public ProbedConnector(Server server, ConnectionFactory... factories) {
    // One selector serves tens of thousands of connections here: requests run on virtual threads,
    // and the cores are the engine's.
    super(server, ACCEPTORS, SELECTORS, factories);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var endPoint = new ProbedEndPoint(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  /** Asks whether the client of a connection is still there. */
  public static BooleanSupplier probe(Connection connection) {
    return connection.getEndPoint() instanceof ProbedEndPoint endPoint
        ? endPoint::isConnected
        : () -> connection.getEndPoint().isOpen();
  }
}
