package dev.stepwell.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: database, server, warm-up, load, figures, and the check that nothing was lost. */
final class BenchRun {
  private static final Duration YARDSTICK_TIME = Duration.ofSeconds(3);

  private final BenchSettings settings;
  private final ServerProgram program;
  private final Consumer<String> tell;

  /** Names what the run creates, so that runs on one database do not meet. */
  private final String runId =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 8);

  BenchRun(BenchSettings settings, ServerProgram program, Consumer<String> tell) {
    this.settings = settings;
    this.program = program;
    this.tell = tell;
  }

  /**
   * Runs, and leaves no process and no file behind.
   *
   * @param external null: a database of its own
   * @throws BenchException when an execution did not succeed, or something does not work here
   */
  BenchResult run(@Nullable Database external) throws InterruptedException {
    try (var stage = Stage.open()) {
      tell.accept("Starting database and server …");
      var database = external == null ? stage.embeddedDatabase(tell) : external;
      var server = stage.keep(ServerProcess.start(program, database, stage.file("server.log")));
      var url = ready(server);
      tell.accept("Measuring the yardstick …");
      var yardstick = new Yardstick(database, runId).commitsPerSecond(YARDSTICK_TIME);
      try {
        return load(stage, server, url, database, external == null, yardstick);
      } catch (BenchException e) {
        if (server.isAlive()) {
          throw e;
        }
        throw new BenchException("The server died:\n" + server.lastWords(), e);
      }
    }
  }

  private URI ready(ServerProcess server) throws InterruptedException {
    try (var _ = new Progress(tell, () -> "Waiting for the server …")) {
      return server.awaitReady();
    }
  }

  private BenchResult load(
      Stage stage,
      ServerProcess server,
      URI url,
      Database database,
      boolean databaseIsHere,
      double yardstick)
      throws InterruptedException {
    var api = stage.keep(new Api(url));
    var workload = settings.workload();
    var activities = new ArrayList<String>();
    for (int i = 0; i < workload.tasks(); i++) {
      var name = "bench-%s-%d".formatted(runId, i + 1);
      activities.add(workload.hasFunctions() ? api.putFunction(name) : api.createActivity(name));
    }
    var machine =
        api.createStateMachine(
            "bench-%s-%s".formatted(workload.word(), runId),
            workload.machineType(),
            workload.definition(activities, settings.size()));
    var crowd =
        settings.crowd() == 0
            ? Map.<String, Double>of()
            : new Crowd(api, runId, tell).gather(settings.crowd(), server, database);
    var load = stage.keep(load(api, machine, activities));
    load.warmUp();
    var walBefore = database.walBytes();
    var cpuBefore = CpuTime.now(server.pid(), database, databaseIsHere);
    var processorsBefore = Processors.now();
    var measured = load.measure();
    var processors = Processors.now().since(processorsBefore);
    var cpu = CpuTime.now(server.pid(), database, databaseIsHere).since(cpuBefore);
    var walAfter = database.walBytes();
    var peak = server.peakMemoryBytes();
    if (workload != Workload.EXPRESS) {
      verify(api, machine, load.started());
    }
    api.delete("StateMachine", "stateMachineArn", machine);
    for (var activity : activities) {
      if (workload.hasFunctions()) {
        api.removeFunction(activity);
      } else {
        api.delete("Activity", "activityArn", activity);
      }
    }
    return BenchResult.of(
        workload,
        settings.size(),
        measured,
        new BenchResult.Surroundings(
            yardstick, peak, walAfter - walBefore, cpu, processors, crowd));
  }

  private Load load(Api api, String machine, List<String> activities) throws InterruptedException {
    return switch (settings.workload()) {
      case TASK_CHAIN ->
          new TaskChainLoad(
              settings,
              api,
              machine,
              TaskChainWorkers.ofSdk(api, activities, settings.workers(), settings.size()),
              tell);
      case TASK_CHAIN_SINGLE ->
          new TaskChainLoad(
              settings,
              api,
              machine,
              TaskChainWorkers.ofSingleCalls(api, activities, settings.workers(), settings.size()),
              tell);
      case LAMBDA ->
          new TaskChainLoad(
              settings,
              api,
              machine,
              TaskChainWorkers.ofRuntimes(api, activities, settings.workers(), settings.size()),
              tell);
      case INTERNAL -> new InternalLoad(settings, api, machine, tell);
      case EXPRESS -> new ExpressLoad(settings, api, machine, tell);
      case MAP -> new MapLoad(settings, api, machine, tell);
      case FLOOD ->
          new FloodLoad(
              settings,
              api,
              machine,
              api.createStateMachine(
                  "bench-other-" + runId,
                  "STANDARD",
                  Workload.INTERNAL.definition(List.of(), settings.size())),
              tell);
      case PARKED -> new ParkedLoad(settings, api, machine, tell);
    };
  }

  /** Every execution that was acknowledged must be there and have succeeded. */
  private void verify(Api api, String machine, long started) throws InterruptedException {
    var seen = new AtomicLong();
    var wrong = new ArrayList<String>();
    try (var _ =
        new Progress(tell, () -> "%,d of %,d executions verified".formatted(seen.get(), started))) {
      api.forEachExecution(
          machine,
          execution -> {
            seen.incrementAndGet();
            var status = execution.path("status").asString();
            if (!status.equals("SUCCEEDED")) {
              wrong.add(execution.path("executionArn").asString() + " is " + status);
            }
          });
    }
    if (!wrong.isEmpty()) {
      throw new BenchException(
          "%d of %d executions did not succeed, the first: %s"
              .formatted(wrong.size(), started, wrong.getFirst()));
    }
    if (seen.get() != started) {
      throw new BenchException(
          "%d executions were started, but the server lists %d".formatted(started, seen.get()));
    }
  }
}
