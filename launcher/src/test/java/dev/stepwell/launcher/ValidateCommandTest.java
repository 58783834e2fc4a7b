package dev.stepwell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final String VALID =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String WRONG =
      """
      {
        "StartAt": "A",
        "States": {
          "A": {"Type": "Pass", "Next": "Nowhere"},
          "B": {"Type": "Nap"}
        }
      }
      """;

  @TempDir private Path directory;

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void eachProblemHasItsPlace() throws Exception {
    var wrong = file("wrong.json", WRONG);
    var run = CommandRun.of("validate", file("valid.json", VALID), wrong);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.lines())
        .contains(
            wrong
                + ":4:27: error MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere"
                + " (at /States/A/Next)")
        .anySatisfy(line -> assertThat(line).startsWith(wrong + ":5:11: error "));
    assertThat(run.err()).contains("valid.json: valid\n").contains("wrong.json: 3 errors\n");
  }

  @Test
  void programsReadAllOfIt() throws Exception {
    var run = CommandRun.of("validate", "--json", file("wrong.json", WRONG));
    var answer = Json.parse(run.out());
    assertThat(answer.path("result").asString()).isEqualTo("FAIL");
    assertThat(answer.path("diagnostics"))
        .anySatisfy(diagnostic -> {
          assertThat(diagnostic.path("code").asString()).isEqualTo("MISSING_TRANSITION_TARGET");
          assertThat(diagnostic.path("location").asString()).isEqualTo("/States/A/Next");
          assertThat(diagnostic.path("line").asInt()).isEqualTo(4);
          assertThat(diagnostic.path("column").asInt()).isEqualTo(27);
        });
  }

  @Test
  void theStandardInputIsAFileToo() {
    assertThat(CommandRun.withInput(VALID, "validate", "-").exitCode()).isZero();
    var broken = CommandRun.withInput("{\n \"StartAt\": oops}", "validate", "-");
    assertThat(broken.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(broken.lines())
        .singleElement()
        .satisfies(
            line -> assertThat(line).startsWith("<stdin>:2:13: error INVALID_JSON_DESCRIPTION: "));
  }

  @Test
  void theTypeMatters() {
    var waits =
        """
        {"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
          "Resource": "arn:aws:states:us-east-1:123456789012:activity:A"}}}
        """;
    assertThat(CommandRun.withInput(waits, "validate", "-").exitCode()).isZero();
    assertThat(CommandRun.withInput(waits, "validate", "-", "--type", "EXPRESS").exitCode())
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void whatCannotBeReadIsAUsageError() {
    var run = CommandRun.of("validate", directory.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("There is no file ").hasLineCount(1);
    assertThat(CommandRun.of("validate").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
