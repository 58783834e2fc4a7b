package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.StatesException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running server as the commands see it; what goes wrong becomes one sentence and an exit code.
 */
final class Server implements AutoCloseable {
  private static final int PAGE_SIZE = 1000;

  private final StatesClient client;

  Server(URI url) {
    this.client = new StatesClient(url);
  }

  /** The answer of an operation that is done at once. */
  JsonNode call(String operation, ObjectNode request) {
    return call(operation, request, StatesClient.DEFAULT_TIMEOUT);
  }

  /** The answer of an operation that may take as long as that. */
  JsonNode call(String operation, ObjectNode request, Duration timeout) {
    try {
      var answer = client.call(operation, Json.text(request).getBytes(UTF_8), timeout);
      return Json.parse(new String(answer, UTF_8));
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, client.endpoint() + " does not answer as a server does", e);
    } catch (StatesException e) {
      throw new CommandFailure(
          ExitCode.REFUSED, e.code() + ": " + Terminal.plain(e.serviceMessage()), e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "No server answers at "
              + client.endpoint()
              + "; start one by './stepwell dev', or say where it is with --url or STEPWELL_URL",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
    }
  }

  /** The answer, or null when the server refused with that error. */
  @Nullable JsonNode callUnless(String error, String operation, ObjectNode request) {
    try {
      return call(operation, request);
    } catch (CommandFailure e) {
      if (e.getCause() instanceof StatesException refusal && refusal.code().equals(error)) {
        return null;
      }
      throw e;
    }
  }

  /** All elements of a list, page by page. */
  List<JsonNode> list(String operation, ObjectNode request, String member) {
    var found = new ArrayList<JsonNode>();
    var page = request.deepCopy().put("maxResults", PAGE_SIZE);
    while (true) {
      var answer = call(operation, page);
      answer.path(member).forEach(found::add);
      var next = answer.path("nextToken").asString("");
      if (next.isEmpty()) {
        return found;
      }
      page.put("nextToken", next);
    }
  }

  /** What its users know it by. */
  URI url() {
    return client.endpoint();
  }

  @Override
  public void close() {
    client.close();
  }
}
