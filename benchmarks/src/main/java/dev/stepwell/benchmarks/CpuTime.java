package dev.stepwell.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Processor time of those who share the machine: the figures that stay when other programs take
 * their part of it.
 *
 * @param server of the server's process
 * @param postgres of the database's processes, 0 when it is on another machine
 * @param load of this process
 */
record CpuTime(Duration server, Duration postgres, Duration load) {
  private static final String BACKENDS = "select pid from pg_stat_activity where pid is not null";
  private static final double NANOS_PER_MICRO = 1e3;

  /**
   * Since each process began. Database processes that end between two calls are not counted.
   *
   * @param databaseIsHere whether the database's process ids are those of this machine
   */
  static CpuTime now(long serverPid, Database database, boolean databaseIsHere) {
    return new CpuTime(
        of(serverPid),
        databaseIsHere
            ? backends(database).stream().map(CpuTime::of).reduce(Duration.ZERO, Duration::plus)
            : Duration.ZERO,
        of(ProcessHandle.current().pid()));
  }

  CpuTime since(CpuTime before) {
    return new CpuTime(
        server.minus(before.server), postgres.minus(before.postgres), load.minus(before.load));
  }

  /** Microseconds per transition, by the names that the JSON has. */
  Map<String, Double> perTransition(long transitions) {
    var figures = new LinkedHashMap<String, Double>();
    figures.put("server_cpu_us_per_transition", micros(server, transitions));
    figures.put("postgres_cpu_us_per_transition", micros(postgres, transitions));
    figures.put("load_cpu_us_per_transition", micros(load, transitions));
    return figures;
  }

  private static double micros(Duration time, long transitions) {
    return time.toNanos() / NANOS_PER_MICRO / Math.max(1, transitions);
  }

  private static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private static List<Long> backends(Database database) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(BACKENDS)) {
      var pids = new ArrayList<Long>();
      while (rows.next()) {
        pids.add(rows.getLong(1));
      }
      return pids;
    } catch (SQLException e) {
      throw new BenchException(
          "The processes of the database cannot be read: " + e.getMessage(), e);
    }
  }
}
