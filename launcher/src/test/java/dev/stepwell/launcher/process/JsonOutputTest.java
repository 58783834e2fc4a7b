package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What programs read of the commands that run a server. */
class JsonOutputTest {
  @TempDir private Path directory;

  private Process run(String... arguments) throws IOException {
    var command = new ArrayList<>(ServerProcess.program());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectError(directory.resolve("log.jsonl").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("STEPWELL_"));
    return builder.start();
  }

  private List<JsonNode> log() throws IOException {
    return Files.readAllLines(directory.resolve("log.jsonl")).stream().map(Json::parse).toList();
  }

  @Test
  void aServerPrintsOneObjectWhenItIsReadyAndLogsObjects() throws Exception {
    var data = directory.resolve("data");
    var server = run("dev", "--json", "--port", "0", "--data", data.toString());
    try (var out = server.inputReader(UTF_8);
        var client = HttpClient.newHttpClient()) {
      var ready = Json.parse(out.readLine());
      assertThat(ready.path("status").asString()).isEqualTo("ready");
      assertThat(ready.path("pid").asLong()).isEqualTo(server.pid());
      assertThat(ready.path("data").asString()).isEqualTo(data.toString());
      assertThat(ready.path("region").asString()).isEqualTo("us-east-1");
      var health = HttpRequest.newBuilder(URI.create(ready.path("health").asString())).build();
      assertThat(client.send(health, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

      // Process.destroy would close what is read here.
      server.toHandle().destroy();
      assertThat(out.readLine()).as("nothing else").isNull();
      assertThat(server.waitFor()).isEqualTo(143);
      assertThat(log())
          .allSatisfy(line -> assertThat(line.propertyNames()).contains("timestamp", "level"))
          .extracting(line -> line.path("formattedMessage").asString())
          .endsWith("stopped");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void theDemoPrintsAnObjectPerOrderAndOneAtTheEnd() throws Exception {
    var demo = run("demo", "--json");
    try (var out = demo.inputReader(UTF_8)) {
      var objects = out.lines().map(Json::parse).toList();
      assertThat(demo.waitFor()).isZero();
      assertThat(objects).hasSize(3);
      assertThat(objects.getFirst().path("states").valueStream().map(JsonNode::asString))
          .containsExactly("CheckOut", "IsLargeOrder", "ApplyDiscount", "DisplayTotal");
      assertThat(objects.getLast().has("url")).isTrue();
      assertThat(objects).allMatch(object -> object.path("passed").asBoolean());
      assertThat(log()).isNotNull();
    } finally {
      demo.destroyForcibly();
    }
  }
}
