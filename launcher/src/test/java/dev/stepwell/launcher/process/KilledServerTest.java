package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises P1 to P7 for a server on its own database that is killed again and again. */
class KilledServerTest {
  private static final int EXECUTIONS = 200;
  private static final int STARTERS = 8;
  private static final int ITEMS = 2;

  /** How many tasks the workers have been handed when the server is killed, of 1400 or more. */
  private static final List<Integer> KILLS = List.of(60, 350, 700, 1000);

  private static final int STOPPED_EACH = 3;
  private static final int LOOKED_AT_EACH = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path data;

  private final TaskLog log = new TaskLog();

  @Test
  void losesNothingAndDoesNothingTwice() throws Exception {
    try (var server = ServerProcess.dev(data);
        var client = new Client(server.url());
        var threads = Executors.newFixedThreadPool(STARTERS);
        var workers = Workers.start(server.url(), log)) {
      var definition = workers.definition("orders.asl.json");
      var executions = new Executions(client, "orders", definition, "{\"items\": [1, 2]}");
      var starts =
          IntStream.range(0, EXECUTIONS)
              .mapToObj(number -> threads.submit(() -> executions.start(number)))
              .toList();
      for (var kill : KILLS) {
        log.awaitHanded(kill, PATIENCE);
        executions.stopSome(STOPPED_EACH);
        executions.lookAtSome(LOOKED_AT_EACH);
        server.kill();
        server.start();
      }
      for (var start : starts) {
        start.get();
      }
      executions.awaitAllClosed(PATIENCE);
      System.out.printf(
          "%d executions, %d kills: %d tasks handed out, %d results acknowledged, %d stopped%n",
          EXECUTIONS,
          KILLS.size(),
          log.handed().size(),
          log.acknowledged().size(),
          executions.countStopped());
      var promises = new Promises(log, Visits.of(definition, ITEMS));
      executions.check(promises, threads);
      assertThat(promises.violations()).isEmpty();
      assertThat(executions.countStarted()).isEqualTo(EXECUTIONS);
      assertThat(log.lateAnswers()).as("answers to closed tasks").containsKey("TaskTimedOut");
      assertThat(server.standardError()).doesNotContain("\tat ").doesNotContain("Exception");
    }
  }
}
