package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code ./stepwell worker} in a process of its own, with real commands and real signals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerCommandTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";

  private TestDatabase database;
  private ServerProcess server;
  private Client client;

  @BeforeAll
  void startServer() {
    database = TestDatabase.create();
    server = ServerProcess.on(database);
    client = new Client(server.url());
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
    database.close();
  }

  private RunningProgram worker(String activity, String script) throws IOException {
    var command = new ArrayList<>(Interruptible.program());
    command.addAll(List.of("worker", activity, "--create", "--json", "--url"));
    command.addAll(List.of(server.url().toString(), "--", "/bin/sh", "-c", script));
    return RunningProgram.start(new ProcessBuilder(command), "Working on ");
  }

  /** Starts an execution with one task of the activity. @return its ARN */
  private String start(String activity) {
    var definition =
        "{\"StartAt\":\"Work\",\"States\":{\"Work\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:us-east-1:123456789012:activity:"
            + activity
            + "\",\"End\":true}}}";
    var machine =
        client.call(
            "CreateStateMachine",
            Json.object().put("name", activity).put("definition", definition).put("roleArn", ROLE));
    return client
        .call(
            "StartExecution",
            Json.object()
                .put("stateMachineArn", machine.path("stateMachineArn").asString())
                .put("input", "{\"a\":1}"))
        .path("executionArn")
        .asString();
  }

  private JsonNode ended(String executionArn) {
    var request = Json.object().put("executionArn", executionArn);
    client.await(
        "the execution is closed",
        () ->
            !client.call("DescribeExecution", request).path("status").asString().equals("RUNNING"),
        java.time.Duration.ofSeconds(60));
    return client.call("DescribeExecution", request);
  }

  @Test
  void worksUntilItIsToldToEnd() throws Exception {
    var worker = worker("copies", "cat");
    var execution = ended(start("copies"));
    assertThat(execution.path("output").asString()).isEqualTo("{\"a\":1}");
    worker.signal("TERM");
    assertThat(worker.process().waitFor()).isZero();
    assertThat(new String(worker.process().getInputStream().readAllBytes(), UTF_8))
        .startsWith("{\"status\":\"SUCCEEDED\",\"millis\":")
        .hasLineCount(1);
  }

  @Test
  void theFirstInterruptLetsCommandsFinish(@TempDir Path directory) throws Exception {
    var gate = fifo(directory);
    var worker = worker("finishes", "echo begun >&2; read line < " + gate + "; echo \"$line\"");
    var execution = start("finishes");
    worker.awaitLine("begun");
    worker.signal("INT");
    worker.awaitLine("Running commands may finish");
    Files.writeString(gate, "5\n");
    assertThat(worker.process().waitFor()).isZero();
    assertThat(ended(execution).path("output").asString()).isEqualTo("5");
  }

  @Test
  void theSecondInterruptEndsThem() throws Exception {
    var worker = worker("is-cut-off", "echo begun >&2; sleep 600");
    var execution = start("is-cut-off");
    worker.awaitLine("begun");
    worker.signal("INT");
    worker.awaitLine("Running commands may finish");
    worker.signal("INT");
    assertThat(worker.process().waitFor()).isEqualTo(130);
    assertThat(ended(execution).path("error").asString()).isEqualTo("WorkerStopped");
  }

  private static Path fifo(Path directory) throws IOException, InterruptedException {
    var fifo = directory.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }
}
