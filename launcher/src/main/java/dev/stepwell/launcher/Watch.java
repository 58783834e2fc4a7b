package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.databind.JsonNode;

/** Shows an execution's history while it grows. */
final class Watch {
  private static final long INTERVAL_MILLIS = 200;
  private static final int PAGE_SIZE = 200;

  private final Server server;
  private final Terminal terminal;
  private final boolean json;

  Watch(Server server, Terminal terminal, boolean json) {
    this.server = server;
    this.terminal = terminal;
    this.json = json;
  }

  /** Shows events until the execution is closed. @return the exit code: whether it succeeded */
  int untilClosed(String executionArn) {
    var table = new HistoryTable(terminal);
    var lastId = 0L;
    while (true) {
      // Asked before the events: what is closed now has all its events already.
      var description =
          server.call("DescribeExecution", Json.object().put("executionArn", executionArn));
      for (var event : eventsAfter(executionArn, lastId)) {
        terminal.print(json ? Json.text(event) : table.row(event));
        lastId = event.path("id").asLong();
      }
      var status = description.path("status").asString();
      if (!status.equals("RUNNING")) {
        return closed(description, status);
      }
      pause();
    }
  }

  private int closed(JsonNode description, String status) {
    var succeeded = status.equals("SUCCEEDED");
    if (json) {
      terminal.print(Json.text(description));
    } else if (succeeded) {
      terminal.print(
          terminal.good(status) + " " + Terminal.plain(description.path("output").asString("")));
    } else {
      terminal.print(
          terminal.bad(status)
              + " "
              + Terminal.plain(
                  description.path("error").asString("")
                      + " "
                      + description.path("cause").asString("")));
    }
    return succeeded ? ExitCode.OK : ExitCode.FAILED;
  }

  /**
   * Newer events, oldest first; read from the end, so that a long history is not read again and
   * again.
   */
  private Deque<JsonNode> eventsAfter(String executionArn, long lastId) {
    var request =
        Json.object()
            .put("executionArn", executionArn)
            .put("reverseOrder", true)
            .put("maxResults", PAGE_SIZE);
    var events = new ArrayDeque<JsonNode>();
    while (true) {
      var page = server.call("GetExecutionHistory", request);
      for (var event : page.path("events")) {
        if (event.path("id").asLong() <= lastId) {
          return events;
        }
        events.addFirst(event);
      }
      var next = page.path("nextToken").asString("");
      if (next.isEmpty()) {
        return events;
      }
      request.put("nextToken", next);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
    }
  }
}
