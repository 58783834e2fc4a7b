package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.rest.RestApi;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The REST face of a running server as the commands see it; what goes wrong becomes one sentence
 * and an exit code.
 */
final class RestFace implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  RestFace(URI server) {
    this.server = server;
  }

  /** One segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) {
    return require(send(HttpRequest.newBuilder(uri(path))), path);
  }

  /** The answer, or null where there is no such thing. */
  @Nullable JsonNode find(String path) {
    var answer = send(HttpRequest.newBuilder(uri(path)));
    return answer.status == NOT_FOUND ? null : require(answer, path);
  }

  JsonNode post(String path, ObjectNode body) {
    var request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.text(body)));
    return require(send(request), path);
  }

  /** All elements of a list, page by page. */
  List<JsonNode> list(String path, String member) {
    var found = new ArrayList<JsonNode>();
    var next = path;
    while (true) {
      var page = get(next);
      page.path(member).forEach(found::add);
      var cursor = page.path("nextCursor").asString("");
      if (cursor.isEmpty()) {
        return found;
      }
      next = path + "?cursor=" + segment(cursor);
    }
  }

  private record Answer(int status, JsonNode body) {}

  private URI uri(String path) {
    return server.resolve(RestApi.ROOT + path);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), Json.parse(answer.body()));
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, server + " does not answer as a server does", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "No server answers at "
              + server
              + "; start one by './stepwell dev', or say where it is with --url or STEPWELL_URL",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
    }
  }

  private static JsonNode require(Answer answer, String path) {
    if (answer.status != OK) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          answer.body.path("code").asString(path)
              + ": "
              + Terminal.plain(answer.body.path("detail").asString("")));
    }
    return answer.body;
  }

  @Override
  public void close() {
    http.close();
  }
}
