package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.ExecutionWrite.OpenTask;
import dev.stepwell.engine.store.LaneStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Transitions per second through {@link LaneStore#commit}, beside a yardstick on the same server:
 * transactions of two inserted rows over 16 connections. Run {@link #main} with this module's test
 * class path; the median of three rounds counts.
 */
final class CommitBenchmark {
  private static final int EXECUTIONS = 16_000;
  private static final int LANES = 2;
  private static final int ROUNDS = 3;
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final int YARDSTICK_CONNECTIONS = 16;
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:activity:charge";

  private final StoreDatabase database = new StoreDatabase();
  private final byte[] document = random(420);
  private final byte[] events = random(1_120);

  private CommitBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    var benchmark = new CommitBenchmark();
    try {
      benchmark.yardstick();
      for (var withTasks : List.of(false, true)) {
        for (var batch : new int[] {1, 10, 100, 500}) {
          benchmark.transitions(batch, withTasks);
        }
      }
      for (var batch : new int[] {100, 500}) {
        benchmark.starts(batch);
      }
    } finally {
      benchmark.database.close();
    }
  }

  private interface Round {
    /** Works until that {@link System#nanoTime}; tells how much. */
    long run(long end) throws Exception;
  }

  private void yardstick() throws Exception {
    database.execute("create table yardstick (id int8 primary key, content bytea)");
    report(
        "yardstick: two-row inserts, 16 connections",
        IntStream.range(0, YARDSTICK_CONNECTIONS).<Round>mapToObj(this::insertPairs).toList());
  }

  private Round insertPairs(int connectionNumber) {
    return end -> {
      var settings = database.settings();
      try (var connection = Connections.open(settings, settings.driverProperties("lane"));
          var statement =
              connection.prepareStatement("insert into yardstick values (?, ?), (?, ?)")) {
        var id = ((long) connectionNumber << 48) + System.nanoTime();
        var commits = 0L;
        for (; System.nanoTime() < end; commits++) {
          statement.setLong(1, ++id);
          statement.setBytes(2, document);
          statement.setLong(3, ++id);
          statement.setBytes(4, document);
          statement.executeUpdate();
        }
        return commits;
      }
    };
  }

  /**
   * The middle of a chain of Task states: the state moves, four events, and its task is exchanged
   * for the next.
   */
  private void transitions(int batch, boolean withTasks) throws Exception {
    database.empty();
    var lanes = new ArrayList<Lane>();
    for (var lane = 0; lane < LANES; lane++) {
      lanes.add(new Lane(lane, withTasks));
    }
    database.execute("vacuum analyze");
    database.execute("checkpoint");
    report(
        "transitions, B=" + batch + (withTasks ? ", task rows" : ""),
        lanes.stream().<Round>map(lane -> end -> lane.move(batch, end)).toList());
    lanes.forEach(Lane::close);
  }

  private void starts(int batch) throws Exception {
    database.empty();
    report(
        "starts, B=" + batch,
        IntStream.range(0, LANES).<Round>mapToObj(lane -> end -> start(lane, batch, end)).toList());
  }

  private long start(int laneNumber, int batch, long end) {
    var started = 0L;
    try (var lane = database.node().executions().openLane()) {
      var number = System.nanoTime() * LANES + laneNumber;
      while (System.nanoTime() < end) {
        var first = number;
        number += (long) batch * LANES;
        lane.commit(
            IntStream.range(0, batch)
                .mapToObj(i -> started(first + (long) i * LANES, new OpenTask[0]))
                .toList());
        started += batch;
      }
    }
    return started;
  }

  /** One lane with its share of the executions and what it knows of them. */
  private final class Lane implements AutoCloseable {
    private final LaneStore store = database.node().executions().openLane();
    private final long[] numbers;
    private final long[] versions;
    private final boolean withTasks;
    private final Random random = new Random(1);

    Lane(int number, boolean withTasks) {
      this.withTasks = withTasks;
      numbers =
          IntStream.range(0, EXECUTIONS).filter(i -> i % LANES == number).asLongStream().toArray();
      versions = new long[numbers.length];
      Arrays.fill(versions, 1);
      for (var from = 0; from < numbers.length; from += 500) {
        store.commit(
            Arrays.stream(numbers, from, Math.min(from + 500, numbers.length))
                .mapToObj(n -> started(n, withTasks ? tasks(1) : tasks(0)))
                .toList());
      }
    }

    private OpenTask[] tasks(long scheduledEventId) {
      return scheduledEventId == 0
          ? new OpenTask[0]
          : new OpenTask[] {new OpenTask(scheduledEventId, ARN, Instant.now())};
    }

    long move(int batch, long end) {
      var moved = 0L;
      while (System.nanoTime() < end) {
        var first = random.nextInt(numbers.length);
        // A stride that shares no factor with the number of executions: distinct, and spread.
        var writes =
            IntStream.range(0, batch)
                .map(i -> (int) ((first + i * 2_003L) % numbers.length))
                .mapToObj(this::step)
                .toList();
        if (store.commit(writes).size() != batch) {
          throw new IllegalStateException("a transition was left out");
        }
        moved += batch;
      }
      return moved;
    }

    private ExecutionWrite step(int index) {
      var version = versions[index]++;
      var taskId = version * 4 + 1;
      return write(
          numbers[index],
          null,
          version,
          withTasks ? tasks(taskId) : tasks(0),
          withTasks ? new long[] {version == 1 ? 1 : taskId - 4} : new long[0]);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private ExecutionWrite started(long number, OpenTask[] tasks) {
    var id = new ExecutionId((int) (number % Shards.COUNT), number);
    var header =
        new ExecutionHeader(
            id,
            new RevisionKey(1, 1),
            "execution-" + number,
            Payload.ofText("\"" + "x".repeat(200) + "\""),
            Instant.now(),
            null);
    return write(number, header, 0, tasks, new long[0]);
  }

  private ExecutionWrite write(
      long number,
      @Nullable ExecutionHeader header,
      long version,
      OpenTask[] tasksAdded,
      long[] tasksRemoved) {
    return new ExecutionWrite(
        new ExecutionId((int) (number % Shards.COUNT), number),
        header,
        version,
        ExecutionStatus.RUNNING,
        version * 4 + 1,
        1,
        Instant.now(),
        null,
        null,
        null,
        document,
        List.of(),
        new int[0],
        new HistoryChunk(version * 4 + 1, 4, version, events),
        List.of(tasksAdded),
        tasksRemoved,
        new long[0],
        List.of());
  }

  private void report(String what, List<Round> rounds) throws Exception {
    runFor(Duration.ofMillis(500), rounds);
    var rates = new double[ROUNDS];
    var cpuMicros = new double[ROUNDS];
    for (var round = 0; round < ROUNDS; round++) {
      var cpuBefore = serverCpuMicros();
      var began = System.nanoTime();
      var done = runFor(ROUND, rounds);
      rates[round] = done * 1e9 / (System.nanoTime() - began);
      cpuMicros[round] = (double) (serverCpuMicros() - cpuBefore) / done;
    }
    Arrays.sort(rates);
    Arrays.sort(cpuMicros);
    System.out.printf(
        Locale.ROOT,
        "%-45s %,9.0f/s [%,.0f..%,.0f]   server CPU %.0f us each%n",
        what,
        rates[ROUNDS / 2],
        rates[0],
        rates[ROUNDS - 1],
        cpuMicros[ROUNDS / 2]);
  }

  private static long runFor(Duration time, List<Round> rounds) throws Exception {
    var end = System.nanoTime() + time.toNanos();
    try (var threads = Executors.newFixedThreadPool(rounds.size())) {
      var results =
          threads.invokeAll(rounds.stream().<Callable<Long>>map(r -> () -> r.run(end)).toList());
      var sum = 0L;
      for (Future<Long> result : results) {
        sum += result.get();
      }
      return sum;
    }
  }

  /**
   * CPU time of all server processes in the same system as this one, in microseconds; 0 where they
   * cannot be seen.
   */
  private static long serverCpuMicros() throws IOException {
    var ticks = 0L;
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        ticks += postgresTicks(process.resolve("stat"));
      }
    }
    return ticks * 10_000;
  }

  /** Own time and that of children that have ended, so that short sessions count. */
  private static long postgresTicks(Path stat) {
    try {
      var text = Files.readString(stat);
      var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return text.contains("(postgres)")
          ? Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum()
          : 0;
    } catch (IOException _) {
      return 0; // It has ended.
    }
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
