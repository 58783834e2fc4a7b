package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The AWS CLI, as the README says; where it is not installed, the test says so. */
class AwsCliTest {
  private static final String PASS =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";

  private record Run(int exitCode, String out) {
    JsonNode json() {
      assertThat(exitCode).as(out).isZero();
      return Json.parse(out);
    }
  }

  @Test
  void runsAnExecutionAndReadsItsHistory() throws Exception {
    try {
      run("aws", "--version");
    } catch (IOException e) {
      abort("There is no AWS CLI here: " + e.getMessage());
    }
    try (var database = TestDatabase.create();
        var server = ServerProcess.on(database)) {
      var machine =
          aws(
                  server,
                  "create-state-machine",
                  "--name=hello",
                  "--type=EXPRESS",
                  "--role-arn=" + ROLE,
                  "--definition=" + PASS)
              .json()
              .path("stateMachineArn")
              .asString();
      // Its host would be sync-127.0.0.1 but for the variable below.
      var ended =
          aws(server, "start-sync-execution", "--state-machine-arn=" + machine, "--input=[1]")
              .json();
      assertThat(ended.path("output").asString()).isEqualTo("[1]");
      var listed = aws(server, "list-state-machines").json();
      assertThat(listed.path("stateMachines").path(0).path("name").asString()).isEqualTo("hello");
      var refused = aws(server, "describe-execution", "--execution-arn=nonsense");
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.out())
          .contains(
              "(InvalidArn) when calling the DescribeExecution operation:"
                  + " Invalid Arn: 'Invalid ARN prefix: nonsense'");
    }
  }

  private static Run aws(ServerProcess server, String... arguments) throws Exception {
    var command =
        new ArrayList<>(List.of("aws", "stepfunctions", "--endpoint-url", server.url().toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private static Run run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "any",
                "AWS_SECRET_ACCESS_KEY", "any",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_DISABLE_HOST_PREFIX_INJECTION", "true",
                "AWS_PAGER", ""));
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out);
  }
}
