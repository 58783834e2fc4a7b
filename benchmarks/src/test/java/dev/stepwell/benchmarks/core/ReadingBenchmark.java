package dev.stepwell.benchmarks.core;

import dev.stepwell.asl.Asl;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the text of a definition to the model, with every rule checked and expressions compiled. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class ReadingBenchmark {
  private static final int STATES = 100;

  private final String jsonPath =
      definition(
          """
          "Parameters": {"id.$": "$.orderId", "n": 7}, "ResultPath": "$.result"\
          """);
  private final String jsonata =
      definition(
          """
          "QueryLanguage": "JSONata", "Arguments": {"id": "{% $states.input.orderId %}", "n": 7},
          "Output": "{% $merge([$states.input, {'result': $states.result}]) %}"\
          """);

  private static String definition(String fields) {
    return IntStream.range(0, STATES)
        .mapToObj(i ->
            """
            "S%d": {"Type": "Task", "Resource": "%s", %s, "TimeoutSeconds": 60,
              "Retry": [{"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2}], %s}
            """
                .formatted(
                    i,
                    Machines.ARNS.activity("work"),
                    fields,
                    i == STATES - 1 ? "\"End\": true" : "\"Next\": \"S%d\"".formatted(i + 1)))
        .collect(Collectors.joining(",", "{\"StartAt\": \"S0\", \"States\": {", "}}"));
  }

  @Benchmark
  public Asl.Reading hundredTasksInJsonPath() {
    return Asl.read(jsonPath);
  }

  @Benchmark
  public Asl.Reading hundredTasksInJsonata() {
    return Asl.read(jsonata);
  }
}
