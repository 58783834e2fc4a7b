package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.StatesException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  JsonNode call(String operation, ObjectNode request) {
    try {
      return client.call(operation, request);
    } catch (StatesException e) {
      throw new CommandFailure(ExitCode.REFUSED, e.code() + ": " + e.serviceMessage(), e);
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

  /** The ARN of a state machine given by name or ARN. */
  String stateMachineArn(String nameOrArn) {
    if (nameOrArn.startsWith("arn:")) {
      return nameOrArn;
    }
    return list("ListStateMachines", Json.object(), "stateMachines").stream()
        .filter(machine -> machine.path("name").asString("").equals(nameOrArn))
        .findFirst()
        .map(machine -> machine.path("stateMachineArn").asString())
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.REFUSED,
                "There is no state machine '"
                    + nameOrArn
                    + "' at "
                    + client.endpoint()
                    + "; './stepwell list' shows those there are"));
  }

  /** The ARN of an execution given by ARN or as {@code STATE_MACHINE:EXECUTION}. */
  String executionArn(String text) {
    if (text.startsWith("arn:")) {
      return text;
    }
    var colon = text.indexOf(':');
    if (colon < 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Name an execution by its ARN or as STATE_MACHINE:EXECUTION, not '" + text + "'");
    }
    return stateMachineArn(text.substring(0, colon)).replace(":stateMachine:", ":execution:")
        + text.substring(colon);
  }

  @Override
  public void close() {
    client.close();
  }
}
