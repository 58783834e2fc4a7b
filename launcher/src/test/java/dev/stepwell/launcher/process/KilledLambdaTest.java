package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.function.FunctionListener;
import dev.stepwell.launcher.function.FunctionRunner;
import dev.stepwell.launcher.function.HandlerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A server that is killed while invocations wait and run: the handlers' own log says that each was
 * handed out once, and every execution ends as its definition says.
 */
class KilledLambdaTest {
  private static final int EXECUTIONS = 200;
  private static final int HANDLERS = 4;
  private static final List<Integer> KILLS = List.of(40, 160, 280);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String DEFINITION =
      """
      {"StartAt": "First", "States": {
        "First": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Count",
          "Retry": [{"ErrorEquals": ["Lambda.Unknown", "Sandbox.Timedout"], "IntervalSeconds": 1, "MaxAttempts": 5}],
          "Next": "Second"},
        "Second": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
          "Parameters": {"FunctionName": "Count", "Payload.$": "$"},
          "OutputPath": "$.Payload",
          "Retry": [{"ErrorEquals": ["Lambda.Unknown", "Sandbox.Timedout"], "IntervalSeconds": 1, "MaxAttempts": 5}],
          "End": true}}}
      """;

  /** Each line has the id of an invocation that the handler has got. */
  private static final String HANDLER =
      """
      const fs = require('fs');
      exports.handler = async (event, context) => {
        fs.appendFileSync(event.log, context.awsRequestId + '\\n');
        await new Promise((done) => setTimeout(done, 20));
        return { ...event, count: event.count + 1 };
      };
      """;

  @TempDir private Path folder;

  @Test
  void everyInvocationIsHandedOutOnce() throws Exception {
    NodeHere.require("node");
    var log = Files.createFile(folder.resolve("handed.log"));
    var sources = Files.createDirectory(folder.resolve("sources"));
    var handler = Files.writeString(sources.resolve("count.js"), HANDLER);
    var late = new AtomicInteger();
    try (var server = ServerProcess.dev(folder.resolve("data"));
        var machines = new FunctionMachines(server.url())) {
      register(server.url());
      var machine = machines.machine("Counts", DEFINITION);
      var settings =
          new FunctionRunner.Settings(
              server.url(),
              List.of(HandlerSpec.parse("Count=" + handler)),
              HANDLERS,
              Map.of(),
              new LateEnds(late));
      try (var runner = FunctionRunner.start(settings)) {
        runner.awaitStart();
        var input = "{\"count\":0,\"log\":\"" + log + "\"}";
        for (var number = 0; number < EXECUTIONS; number++) {
          machines.start(machine, input);
        }
        for (var kill : KILLS) {
          machines
              .client()
              .await(kill + " invocations", () -> handed(log).size() >= kill, PATIENCE);
          server.kill();
          server.start();
        }
        machines.client().awaitAllClosed(machine, PATIENCE);
      }
      var executions =
          machines
              .client()
              .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions");
      assertThat(executions).hasSize(EXECUTIONS);
      assertThat(executions)
          .allSatisfy(one ->
              assertThat(one.path("status").asString())
                  .as(() -> lastEvents(machines, one))
                  .isEqualTo("SUCCEEDED"));
      System.out.printf(
          "%d executions, %d kills: %d invocations handed out, %d ended too late%n",
          EXECUTIONS, KILLS.size(), handed(log).size(), late.get());
      assertThat(handed(log)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(2 * EXECUTIONS);
    }
  }

  private static String lastEvents(FunctionMachines machines, JsonNode execution) {
    return machines.client().history(execution.path("executionArn").asString()).toString();
  }

  private static List<String> handed(Path log) {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void register(URI server) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(server.resolve("/api/v1/functions/Count"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"target\":\"RUNTIME\",\"timeoutSeconds\":5}"))
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  /** Counts ends that nobody waited for. */
  private record LateEnds(AtomicInteger count) implements FunctionListener {
    @Override
    public void told(String function, String sentence) {}

    @Override
    public void failedToStart(String function, String error, String log) {
      throw new AssertionError(error);
    }

    @Override
    public void ended(
        String function, boolean failed, boolean isWaitedFor, Duration duration, String log) {
      if (!isWaitedFor) {
        count.incrementAndGet();
      }
    }
  }
}
