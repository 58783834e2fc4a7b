package dev.stepwell.persistence.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for other nodes' hints on a connection of its own, in a virtual thread. Hints sent while
 * the connection is down are missed, which hints may be.
 */
final class TaskHintListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TaskHintListener.class);

  /** How long a silent connection is trusted before it is asked for a sign of life. */
  private static final int SILENCE_MILLIS = 10_000;

  private static final long RECONNECT_PAUSE_MILLIS = 1_000;

  private final PostgresSettings settings;
  private final Properties properties;
  private final String self;
  private final Consumer<String> listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection current;

  TaskHintListener(PostgresSettings settings, String self, Consumer<String> listener) {
    this.settings = settings;
    this.properties = settings.driverProperties("hints");
    this.self = self;
    this.listener = listener;
    properties.setProperty("socketTimeout", "20");
    this.thread = Thread.ofVirtual().name(settings.poolName() + "-hints").start(this::run);
  }

  private void run() {
    while (!isClosing()) {
      try (var connection = Connections.open(settings, properties)) {
        current = connection;
        receive(connection);
      } catch (SQLException e) {
        if (!isClosing()) {
          log.warn("Hints of other nodes are not heard for now: {}", e.getMessage());
          pause();
        }
      }
    }
  }

  private void receive(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen " + TaskHints.CHANNEL);
      var source = connection.unwrap(PGConnection.class);
      while (!isClosing()) {
        var notifications = source.getNotifications(SILENCE_MILLIS);
        if (notifications.length == 0) {
          statement.execute("select 1");
        }
        for (var notification : notifications) {
          TaskHints.decode(self, notification.getParameter()).forEach(this::deliver);
        }
      }
    }
  }

  private void deliver(String activityArn) {
    try {
      listener.accept(activityArn);
    } catch (RuntimeException e) {
      log.error("A hint could not be used", e);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause() {
    try {
      // Returns at once when the listener is closed.
      var _ = closing.await(RECONNECT_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops listening; when it returns uninterrupted, nothing more is handed over. */
  @Override
  public void close() {
    closing.countDown();
    var connection = current;
    if (connection != null) {
      Connections.abandon(connection);
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
