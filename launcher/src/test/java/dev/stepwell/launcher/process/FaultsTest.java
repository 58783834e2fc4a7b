package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Promises P1 to P8 for nodes on one database, while a plan of faults is done to them. {@code
 * -Dstepwell.faults.executions=10000} runs longer, {@code -Dstepwell.seed=N} repeats a plan.
 */
class FaultsTest {
  /** At least so many; it goes on until the plan is done. */
  private static final int EXECUTIONS = Integer.getInteger("stepwell.faults.executions", 200);

  private static final int EXECUTIONS_PER_FAULT = 100;
  private static final int TASKS_BETWEEN_FAULTS = EXECUTIONS > 1_000 ? 300 : 60;
  private static final int NODES = EXECUTIONS > 1_000 ? 3 : 2;
  private static final int STARTERS = 8;
  private static final int ITEMS = 2;

  /** Executions that run at a time: no more than the workers serve before their tasks time out. */
  private static final int WINDOW = EXECUTIONS > 1_000 ? 100 : 50;

  private static final int STOPPED_EACH = 2;
  private static final int REDRIVEN_EACH = 1;
  private static final int LOOKED_AT_EACH = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern UNKNOWN_OUTCOMES =
      Pattern.compile("mid-commit; asking what became of (\\d+) writes");

  private final TaskLog log = new TaskLog();
  private final AtomicInteger nextNumber = new AtomicInteger();
  private volatile boolean isPlanDone;
  private final long begin = System.nanoTime();

  @Test
  void nothingIsLostDoubledOrOutOfOrder() throws Exception {
    var seed = Long.getLong("stepwell.seed", new Random().nextLong() >>> 16);
    var plan = FaultPlan.of(seed, EXECUTIONS / EXECUTIONS_PER_FAULT, TASKS_BETWEEN_FAULTS, NODES);
    var workers = new ArrayList<Workers>();
    try (var cluster = new Cluster(NODES);
        var client = new Client(cluster.urls());
        var threads = Executors.newFixedThreadPool(STARTERS)) {
      for (var url : cluster.urls()) {
        workers.add(Workers.start(url, log));
      }
      var definition = workers.getFirst().definition("orders.asl.json");
      var executions = new Executions(client, "orders", definition, "{\"items\": [1, 2]}");
      var starters = startAll(executions, threads);
      for (var step : plan.steps()) {
        log.awaitHanded(log.countHanded() + step.afterTasks(), PATIENCE);
        executions.redriveSome(REDRIVEN_EACH);
        executions.stopSome(STOPPED_EACH);
        executions.lookAtSome(LOOKED_AT_EACH);
        tell(step.fault().description());
        cluster.suffer(step);
        tell("over");
      }
      isPlanDone = true;
      for (var starter : starters) {
        starter.get();
      }
      tell("started all");
      executions.awaitAllClosed(PATIENCE);
      tell("all closed");

      var promises = new Promises(log, Visits.of(definition, ITEMS));
      executions.check(promises, threads);
      tell("checked");
      report(plan, cluster, executions, promises);
      assertThat(promises.violations()).as("with -Dstepwell.seed=%d", seed).isEmpty();
      assertThat(executions.countStarted()).isGreaterThanOrEqualTo(EXECUTIONS);
      assertThat(cluster.logLines())
          .as("with -Dstepwell.seed=%d", seed)
          .noneMatch(line -> line.contains(" ERROR ") || line.startsWith("\tat "));
    } finally {
      workers.forEach(Workers::close);
    }
  }

  private List<Future<Void>> startAll(Executions executions, ExecutorService threads) {
    Callable<Void> starter =
        () -> {
          for (var number = nextNumber.getAndIncrement();
              number < EXECUTIONS || !isPlanDone;
              number = nextNumber.getAndIncrement()) {
            executions.awaitRoom(WINDOW, PATIENCE);
            executions.start(number);
          }
          return null;
        };
    var starters = new ArrayList<Future<Void>>();
    for (int i = 0; i < STARTERS; i++) {
      starters.add(threads.submit(starter));
    }
    return starters;
  }

  private void tell(String what) {
    System.out.printf(
        "after %d s and %d tasks: %s%n",
        Duration.ofNanos(System.nanoTime() - begin).toSeconds(), log.countHanded(), what);
  }

  private void report(FaultPlan plan, Cluster cluster, Executions executions, Promises promises) {
    var faults = new TreeMap<Fault, Integer>();
    plan.steps().forEach(step -> faults.merge(step.fault(), 1, Integer::sum));
    System.out.printf(
        "%d executions on %d nodes, seed %d, %d faults:%n",
        executions.countStarted(), NODES, plan.seed(), plan.steps().size());
    faults.forEach((fault, times) -> System.out.printf("%5d x %s%n", times, fault.description()));
    var unknown =
        cluster.logLines().stream()
            .flatMap(line -> UNKNOWN_OUTCOMES.matcher(line).results())
            .mapToInt(result -> Integer.parseInt(result.group(1)))
            .summaryStatistics();
    System.out.printf(
        "%d tasks handed out, %d results acknowledged, %d results refused, %d executions stopped,"
            + " %d redriven, %d commits of unknown outcome with %d writes%n",
        log.handed().size(),
        log.acknowledged().size(),
        log.refused().size(),
        executions.countStopped(),
        executions.countRedriven(),
        unknown.getCount(),
        unknown.getSum());
    for (var kind : Violation.Kind.values()) {
      var count = promises.violations().stream().filter(found -> found.kind() == kind).count();
      System.out.printf("%s: %d%n", kind, count);
    }
  }
}
