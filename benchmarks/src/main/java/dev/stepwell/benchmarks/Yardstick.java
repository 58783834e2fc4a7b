package dev.stepwell.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast this PostgreSQL is on this machine now: transactions of two inserted rows, by 16
 * connections at a time. Figures of different machines compare as multiples of it.
 */
final class Yardstick {
  static final int CONNECTIONS = 16;

  private static final byte[] DATA = new byte[200];
  private static final Duration WARM_UP = Duration.ofMillis(500);

  private final Database database;
  private final String table;

  /**
   * @param runId names the scratch table, so that runs on one database do not meet
   */
  Yardstick(Database database, String runId) {
    this.database = database;
    this.table = "stepwell_bench_" + runId;
  }

  /** Commits per second over the given time; the scratch table is gone afterwards. */
  double commitsPerSecond(Duration time) throws InterruptedException {
    try {
      execute(
          "create table %s (id int8 not null, row_number int4 not null, data bytea not null, primary key (id, row_number))");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        return measure(threads, time);
      } finally {
        execute("drop table %s");
      }
    } catch (SQLException e) {
      throw new BenchException("The yardstick does not run: " + e.getMessage(), e);
    }
  }

  private double measure(ExecutorService threads, Duration time)
      throws InterruptedException, SQLException {
    var connected = new CountDownLatch(CONNECTIONS);
    var counts = new ArrayList<Future<Long>>();
    for (int i = 0; i < CONNECTIONS; i++) {
      var firstId = (long) i << Integer.SIZE;
      counts.add(threads.submit(() -> commit(firstId, connected, time)));
    }
    long commits = 0;
    for (var count : counts) {
      try {
        commits += count.get();
      } catch (ExecutionException e) {
        throw new SQLException(e.getCause());
      }
    }
    return commits / Seconds.of(time.toNanos());
  }

  /**
   * Commits until the end; opening connections takes long on a busy machine, and is not measured.
   *
   * @return how many were after the warm-up
   */
  private long commit(long firstId, CountDownLatch connected, Duration time)
      throws SQLException, InterruptedException {
    long commits = 0;
    try (var connection = connect(connected);
        var insert =
            connection.prepareStatement(
                "insert into %s values (?, 1, ?), (?, 2, ?)".formatted(table))) {
      connected.await();
      var from = System.nanoTime() + WARM_UP.toNanos();
      var until = from + time.toNanos();
      for (long id = firstId; System.nanoTime() < until; id++) {
        insert(insert, id);
        var now = System.nanoTime();
        if (now >= from && now <= until) {
          commits++;
        }
      }
    }
    return commits;
  }

  /** Counts down whatever happens: the others do not wait for a connection that failed. */
  private Connection connect(CountDownLatch connected) throws SQLException {
    try {
      return database.connect();
    } finally {
      connected.countDown();
    }
  }

  private static void insert(PreparedStatement insert, long id) throws SQLException {
    insert.setLong(1, id);
    insert.setBytes(2, DATA);
    insert.setLong(3, id);
    insert.setBytes(4, DATA);
    insert.executeUpdate();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql.formatted(table));
    }
  }
}
