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

  /** Work for an activity if the input has {@code work}, else a long rest. */
  private static final String CHOOSES =
      """
      {"StartAt": "Which", "States": {
        "Which": {"Type": "Choice", "Default": "Rest", "Choices": [
          {"Variable": "$.work", "IsPresent": true, "Next": "Work"}]},
        "Work": {"Type": "Task", "End": true,
          "Resource": "arn:aws:states:us-east-1:123456789012:activity:choosing-work"},
        "Rest": {"Type": "Wait", "Seconds": 3600, "End": true}}}
      """;

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
    assertThat(run.err()).contains("machine.asl.json:1:31: error", "/States/A/Type", "/StartAt");
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

  @Test
  void showsAMachineAndAnExecution(@TempDir Path directory) throws Exception {
    run("deploy", file(directory, CHOOSES), "--name", "choosing", "--publish");
    assertThat(run("show", "choosing").out())
        .contains("choosing", "STANDARD", "ACTIVE")
        .contains("> Which                    Choice   -> Work, default -> Rest")
        .contains("  Rest                     Wait     end");
    run("start", "choosing:1", "{}", "--name", "resting");
    assertThat(run("show", "choosing/resting").out())
        .contains("RUNNING", ":stateMachine:choosing:1")
        .containsPattern("Rest +Wait +since ");
    assertThat(run("list", "choosing", "--status", "RUNNING").out()).contains("resting");
    assertThat(run("list", "choosing", "--status", "FAILED").out()).isEmpty();
    var shown = Json.parse(run("show", "choosing/resting", "--json").out());
    assertThat(shown.path("status").asString()).isEqualTo("RUNNING");

    run("activity", "create", "choosing-work");
    run("start", "choosing", "{\"work\": true}", "--name", "working");
    assertThat(run("show", "choosing:working").out())
        .containsPattern("Work +Task +since \\S+ +ActivityScheduled \\S+:activity:choosing-work");
  }

  @Test
  void stopsAndFollowsToTheEnd(@TempDir Path directory) throws Exception {
    run("deploy", file(directory, CHOOSES), "--name", "stopping");
    run("start", "stopping", "--name", "one");
    var stopped = run("stop", "stopping/one", "--error", "Enough", "--cause", "of\nthis");
    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.out()).startsWith("closed 20");
    var followed = run("history", "stopping/one", "--follow");
    assertThat(followed.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(followed.lines().getFirst()).contains("ID", "TYPE");
    assertThat(followed.lines().getLast()).isEqualTo("ABORTED Enough of this");
    assertThat(run("show", "stopping/one").out()).contains("ABORTED", "Enough", "(after 0.");
    assertThat(run("redrive", "stopping/none").err()).hasLineCount(1).matches("(?s)[A-Za-z]+: .*");
  }

  @Test
  void runsAnExpressMachineToItsEnd(@TempDir Path directory) throws Exception {
    run("deploy", file(directory, PASS), "--name", "quick", "--type", "EXPRESS");
    var done = run("start", "quick", "{\"a\":1}", "--sync");
    assertThat(done.out()).isEqualTo("{\"a\":1}\n");
    var kept = run("deploy", file(directory, FAIL), "--name", "quick", "--type", "STANDARD");
    assertThat(kept.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(kept.err()).contains("EXPRESS").hasLineCount(1);
    run("deploy", file(directory, FAIL), "--name", "quick");
    var failed = run("start", "quick", "--sync");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.err()).isEqualTo("FAILED Why because\n");
  }

  @Test
  void keepsActivities() {
    var created = run("activity", "create", "printing");
    assertThat(created.out().strip()).endsWith(":activity:printing");
    assertThat(run("activity", "create", "printing").out()).isEqualTo(created.out());
    assertThat(run("activity", "list").out()).contains("printing");
    assertThat(run("activity", "show", "printing").out()).contains(created.out().strip());
    assertThat(run("activity", "show", "pritning").err()).contains("did you mean 'printing'?");
    assertThat(run("activity", "delete", created.out().strip()).exitCode()).isZero();
    assertThat(run("activity", "show", "printing").exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void testsAState(@TempDir Path directory) throws Exception {
    var chooses = file(directory, CHOOSES);
    var tested = run("test-state", chooses, "--state", "Which", "--input", "{\"work\": true}");
    assertThat(tested.exitCode()).isZero();
    assertThat(tested.out()).contains("SUCCEEDED").containsPattern("next +Work");
    var mocked = run("test-state", chooses, "--state", "Work", "--mock-error", "Broken", "--json");
    assertThat(mocked.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(Json.parse(mocked.out()).path("error").asString()).isEqualTo("Broken");
    var inspected =
        CommandRun.withInput(
            "{\"Type\": \"Pass\", \"InputPath\": \"$.a\", \"End\": true}",
            withUrl("test-state", "-", "--level", "DEBUG", "--input", "{\"a\": 5}"));
    assertThat(inspected.out()).containsPattern("afterInputPath +5");
  }

  @Test
  void aNameThatIsAlmostRightIsAnsweredWithTheRightOne(@TempDir Path directory) throws Exception {
    run("deploy", file(directory, PASS), "--name", "OnlineShop");
    assertThat(run("start", "OnlineSohp").err()).contains("did you mean 'OnlineShop'?");
    assertThat(run("stop", "OnlineShop").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
