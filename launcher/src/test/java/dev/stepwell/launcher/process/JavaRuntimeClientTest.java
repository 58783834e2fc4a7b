package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** AWS's own runtime for handlers in Java attaches to a server, at the path of its function. */
class JavaRuntimeClientTest {
  private static final String CLASS_PATH = "java.class.path";

  @Test
  void runsAHandler() throws Exception {
    try (var database = TestDatabase.create();
        var server = ServerProcess.on(database);
        var machines = new FunctionMachines(server.url())) {
      register(server);
      var runtime = start(server);
      try {
        var machine = machines.machine("Echo");
        var output = machines.ended(machines.start(machine, "{\"a\":[1,{}]}"));
        assertThat(Json.parse(output.path("output").asString()))
            .isEqualTo(
                Json.parse(
                    """
                    {"event": {"a": [1, {}]}, "function": "Echo", "hasTime": true,
                     "arn": "arn:aws:lambda:us-east-1:123456789012:function:Echo"}
                    """));
        var failed = machines.ended(machines.start(machine, "{\"fail\":true}"));
        assertThat(failed.path("error").asString()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(failed.path("cause").asString()).contains("told to fail");
      } finally {
        runtime.destroy();
        runtime.onExit().join();
      }
    }
  }

  private static void register(ServerProcess server) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(server.url().resolve("/api/v1/functions/Echo"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"target\":\"RUNTIME\"}"))
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static Process start(ServerProcess server) throws Exception {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(CLASS_PATH),
                AWSLambda.class.getName(),
                EchoHandler.class.getName() + "::handleRequest"));
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                server.url().getAuthority() + "/lambda/Echo",
                "AWS_LAMBDA_FUNCTION_NAME",
                "Echo",
                "AWS_LAMBDA_FUNCTION_VERSION",
                "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "128",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "/aws/lambda/Echo",
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "one",
                "AWS_REGION",
                "us-east-1"));
    return builder.inheritIO().start();
  }
}
