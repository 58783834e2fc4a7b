package dev.stepwell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.StepwellServer;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands of somebody who tries a running server, against a real one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCommandsTest {
  private static final String PASS =
      "{\"StartAt\":\"Hello\",\"States\":{\"Hello\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String FAIL =
      "{\"StartAt\":\"No\",\"States\":{\"No\":{\"Type\":\"Fail\",\"Error\":\"Why\",\"Cause\":\"because\"}}}";

  private final TestDatabase database = TestDatabase.create();
  private final StepwellServer server = startServer();

  private StepwellServer startServer() {
    try {
      return StepwellServer.start(
          ServerSettings.resolve(
              Map.of(
                  "port", "0",
                  "database-url", database.jdbcUrl(),
                  "database-user", database.user(),
                  "database-password", database.password()),
              Map.of(),
              null),
          message -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void close() {
    server.close();
    database.close();
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(withUrl(arguments));
  }

  private String[] withUrl(String... arguments) {
    return Stream.concat(Stream.of(arguments), Stream.of("--url", server.url().toString()))
        .toArray(String[]::new);
  }

  private static String file(Path directory, String definition) throws IOException {
    return Files.writeString(directory.resolve("machine.asl.json"), definition).toString();
  }

  @Test
  void deploysStartsAndShows(@TempDir Path directory) throws Exception {
    var deployed = run("deploy", file(directory, PASS), "--name", "hello");
    assertThat(deployed.exitCode()).isZero();
    assertThat(deployed.out().strip()).endsWith(":stateMachine:hello");
    assertThat(run("list").out()).contains("hello").contains(deployed.out().strip());

    var started = run("start", "hello", "{\"a\":1}", "--name", "one", "--watch");
    assertThat(started.exitCode()).isZero();
    assertThat(started.lines().getFirst()).endsWith(":execution:hello:one");
    assertThat(started.lines().getLast()).isEqualTo("SUCCEEDED {\"a\":1}");
    assertThat(started.out()).contains("PassStateEntered").contains("Hello");

    var history = run("history", "hello:one");
    assertThat(history.lines()).hasSize(5);
    assertThat(history.lines().getFirst()).contains("ID", "PREV", "TYPE", "STATE");
    assertThat(history.lines().get(1)).contains("ExecutionStarted", "0.000", "{\"a\":1}");
    var json = run("history", started.lines().getFirst(), "--json");
    assertThat(json.lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(Json.parse(line).has("type")).isTrue());
    assertThat(run("list", "hello").out()).contains("SUCCEEDED", "one");
  }

  @Test
  void deployingAgainUpdates(@TempDir Path directory) throws Exception {
    run("deploy", file(directory, PASS), "--name", "changing");
    assertThat(run("deploy", file(directory, FAIL), "--name", "changing").exitCode()).isZero();
    var failed = run("start", "changing", "--watch");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.lines().getLast()).isEqualTo("FAILED Why because");
  }

  @Test
  void printsEveryProblemOfADefinition(@TempDir Path directory) throws Exception {
    var run =
        run(
            "deploy",
            file(
                directory,
                "{\"StartAt\":\"X\",\"States\":{\"A\":{\"Type\":\"Nap\"},\"B\":{\"Type\":\"Succeed\"}}}"),
            "--name",
            "broken");
    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("/States/A/Type", "/StartAt");
    assertThat(run("list").out()).doesNotContain("broken");
  }

  @Test
  void readsTheInputFromAFileOrTheStandardInput(@TempDir Path directory) throws Exception {
    run("deploy", file(directory, PASS), "--name", "reading");
    var input = Files.writeString(directory.resolve("input.json"), "{\"from\":\"file\"}");
    assertThat(run("start", "reading", "@" + input, "--watch").out())
        .contains("SUCCEEDED {\"from\":\"file\"}");
    assertThat(
            CommandRun.withInput("{\"from\":\"pipe\"}", withUrl("start", "reading", "-", "--watch"))
                .out())
        .contains("SUCCEEDED {\"from\":\"pipe\"}");
    assertThat(run("start", "reading", "@" + directory.resolve("none")).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatTheServerRefusesIsToldInASentence() {
    var unknown = run("start", "nobody", "{}");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(unknown.err()).contains("nobody").hasLineCount(1);
    var noExecution = run("history", "arn:aws:states:us-east-1:123456789012:execution:a:b");
    assertThat(noExecution.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(noExecution.err()).startsWith("ExecutionDoesNotExist: ");
  }
}
