package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stepwell.http.server.StepwellServer;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * AWS's client for JavaScript, as programs use it: every operation, and every error of the model
 * that can arise. The tests are in src/test/node; where there is no Node.js, or no registry to have
 * the client from, it says so.
 */
class NodeSdkTest {
  private static final Path SOURCES = Path.of("src", "test", "node");
  private static final Path COPY = Path.of("target", "node");
  private static final String MODEL = "/dev/stepwell/http/aws/model/service-model.json";

  /** Few, so that a test can fill them. */
  private static final String MAX_POLLERS = "4";

  private record Run(int exitCode, String output) {}

  @Test
  void everyOperationAnswersAndRefusesAsTheModelSays() throws Exception {
    requireClient();
    var model = COPY.resolve("service-model.json");
    try (var resource = requireNonNull(StepwellServer.class.getResourceAsStream(MODEL))) {
      Files.copy(resource, model, StandardCopyOption.REPLACE_EXISTING);
    }
    try (var database = TestDatabase.create();
        var server = ServerProcess.on(database, "--max-activity-pollers", MAX_POLLERS)) {
      var tests =
          run(
              Map.of(
                  "STEPWELL_URL", server.url().toString(),
                  "STEPWELL_SERVICE_MODEL", model.toAbsolutePath().toString(),
                  "STEPWELL_MAX_POLLERS", MAX_POLLERS),
              "node",
              "--test");
      assertThat(tests.exitCode()).as(tests.output()).isZero();
      assertThat(tests.output()).contains("# fail 0").doesNotContain("# pass 0");
    }
  }

  private static void requireClient() throws Exception {
    Files.createDirectories(COPY);
    try (var files = Files.list(SOURCES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, COPY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try {
      var version = run(Map.of(), "node", "--version").output().strip();
      if (Integer.parseInt(version.replaceAll("^v(\\d+).*", "$1")) < 20) {
        abort("The client needs Node.js 20, here is " + version);
      }
      var installed = run(Map.of(), "npm", "ci", "--prefer-offline");
      if (installed.exitCode() != 0) {
        abort("npm cannot install AWS's client here: " + installed.output());
      }
    } catch (IOException e) {
      abort("There is no Node.js here: " + e.getMessage());
    }
  }

  private static Run run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(List.of(command)).directory(COPY.toFile());
    builder.environment().putAll(environment);
    // Tests that run within a test runner of their own would report to that one.
    builder.environment().remove("NODE_TEST_CONTEXT");
    var process = builder.redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
