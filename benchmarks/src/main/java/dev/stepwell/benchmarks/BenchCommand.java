package dev.stepwell.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Measures a server that it starts itself; exit code 0 when every execution succeeded, 1 otherwise.
 */
@Command(
    name = "bench",
    description = {
      "Measure this machine: load over the public protocol, from this process, on a server of its own.",
      "task-chain: 5 activity tasks in a row, 200 bytes each, by workers of the SDK; task-chain-single:",
      "the same by plain AWS calls, one task each; lambda: the same by functions whose runtimes attach;",
      "internal: 10 Pass and Choice states; express: the same in an Express machine by",
      "StartSyncExecution; map: a Map over 1,000 items; parked: executions that all wait for the same",
      "moment; flood: who starts one execution at a time of a machine of his own, while 1,000 callers",
      "start those of another."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int ONE_AT_A_TIME_EXECUTIONS = 300;

  /** How executions are started. */
  enum Rate {
    MAX,
    ONE_AT_A_TIME
  }

  private final String serverMainClass;
  private final Consumer<String> print;
  private final Consumer<String> tell;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--workload",
      required = true,
      paramLabel = "NAME",
      converter = WorkloadConverter.class,
      description =
          "task-chain, task-chain-single, lambda, internal, express, map, parked or flood")
  private @Nullable Workload workload;

  @Option(
      names = "--executions",
      paramLabel = "N",
      description =
          "How many to measure (default: 5000 task-chain and lambda, 40000 internal, 200000 express, 1000 map, 10000 parked, 100000 flood, 300 one at a time)")
  private @Nullable Integer executions;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Activity tasks at a time, over all activities (default: ${DEFAULT-VALUE}, so that none waits for a slot)")
  private int workers;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Executions at a time (default: 200 task-chain, 8 map; 64 callers internal, express, parked; 1000 flood)")
  private @Nullable Integer inFlight;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "max",
      converter = RateConverter.class,
      description = "max: throughput; one-at-a-time: latency at low load (default: max)")
  private Rate rate = Rate.MAX;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "No execution is started later than that (default: ${DEFAULT-VALUE})")
  private int durationSeconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Unmeasured load before (default: ${DEFAULT-VALUE})")
  private int warmUpSeconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "task-chain, internal: how often an execution goes through its states (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--payload",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "task-chain: what goes from task to task (default: ${DEFAULT-VALUE})")
  private int payloadBytes;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "1000",
      description = "map: over how many items (default: ${DEFAULT-VALUE})")
  private int items;

  @Option(
      names = "--crowd",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Executions that wait meanwhile, half of them for a time, half for a task (default: none)")
  private int crowd;

  @Option(names = "--json", description = "Print the figures as one JSON object on a line.")
  private boolean json;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "JDBC URL of a PostgreSQL server (default: an embedded one in a temporary place)")
  private @Nullable String databaseUrl;

  @Option(
      names = "--database-user",
      paramLabel = "USER",
      defaultValue = "${env:STEPWELL_DATABASE_USER:-stepwell}",
      description = "Its user (STEPWELL_DATABASE_USER; default: stepwell)")
  private String databaseUser = "";

  @Option(
      names = "--database-password",
      paramLabel = "PASSWORD",
      defaultValue = "${env:STEPWELL_DATABASE_PASSWORD:-}",
      description = "Its user's password (STEPWELL_DATABASE_PASSWORD)")
  private String databasePassword = "";

  @Option(
      names = "--server-jvm-option",
      paramLabel = "OPTION",
      description = "An option for the server's Java, such as -Xmx1g; may be repeated")
  private List<String> serverJvmOptions = List.of();

  /**
   * A command that starts servers by their main class, on this process's class path.
   *
   * @param serverMainClass takes {@code server --port 0 --database-url …} and prints {@code ready
   *     URL …}
   * @param print takes lines of the result
   * @param tell takes lines about what goes on
   */
  public BenchCommand(String serverMainClass, Consumer<String> print, Consumer<String> tell) {
    this.serverMainClass = serverMainClass;
    this.print = print;
    this.tell = tell;
  }

  @Override
  public Integer call() throws InterruptedException {
    var run = new BenchRun(settings(), new ServerProgram(serverMainClass, serverJvmOptions), tell);
    try {
      var result = run.run(database());
      if (json) {
        print.accept(result.json());
      } else {
        result.lines().forEach(print);
      }
      return OK;
    } catch (BenchException e) {
      tell.accept(String.valueOf(e.getMessage()));
      return FAILED;
    }
  }

  private BenchSettings settings() {
    var chosen = Objects.requireNonNull(workload);
    var slow = rate == Rate.ONE_AT_A_TIME;
    if (slow && chosen == Workload.PARKED) {
      throw wrong("parked executions wait together: --rate one-at-a-time is for the others");
    }
    var byDefault = slow ? ONE_AT_A_TIME_EXECUTIONS : chosen.defaultExecutions();
    if (rounds != 1 && !chosen.hasRounds()) {
      throw wrong("--rounds is for task-chain, task-chain-single and internal");
    }
    return new BenchSettings(
        chosen,
        positive("--executions", Objects.requireNonNullElse(executions, byDefault)),
        slow
            ? 1
            : positive(
                "--in-flight", Objects.requireNonNullElse(inFlight, usuallyInFlight(chosen))),
        positive("--workers", workers),
        Duration.ofSeconds(positive("--duration", durationSeconds)),
        Duration.ofSeconds(Math.max(0, warmUpSeconds)),
        new Size(
            positive("--rounds", rounds),
            positive("--payload", payloadBytes),
            positive("--items", items)),
        Math.max(0, crowd));
  }

  private static int usuallyInFlight(Workload workload) {
    return switch (workload) {
      case TASK_CHAIN, TASK_CHAIN_SINGLE, LAMBDA -> 200;
      case INTERNAL, EXPRESS, PARKED -> 64;
      case MAP -> 8;
      case FLOOD -> 1_000;
    };
  }

  private @Nullable Database database() {
    return databaseUrl == null ? null : new Database(databaseUrl, databaseUser, databasePassword);
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw wrong(option + " must be at least 1, not " + value);
    }
    return value;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** By the names of the command line. */
  static final class WorkloadConverter implements ITypeConverter<Workload> {
    @Override
    public Workload convert(String text) {
      for (var workload : Workload.values()) {
        if (workload.word().equals(text)) {
          return workload;
        }
      }
      throw new TypeConversionException(
          "expected one of " + String.join(", ", Workload.words()) + ", not " + text);
    }
  }

  /** By the names of the command line. */
  static final class RateConverter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      return switch (text) {
        case "max" -> Rate.MAX;
        case "one-at-a-time" -> Rate.ONE_AT_A_TIME;
        default -> throw new TypeConversionException("expected max or one-at-a-time, not " + text);
      };
    }
  }
}
