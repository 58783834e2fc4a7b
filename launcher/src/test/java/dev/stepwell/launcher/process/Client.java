package dev.stepwell.launcher.process;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.StatesException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that outlasts killed servers: it tries its servers in turn until one answers. */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PAGE_SIZE = 1000;

  private final List<StatesClient> servers;

  Client(URI... servers) {
    this.servers = List.of(servers).stream().map(StatesClient::new).toList();
  }

  /** As {@link #call(int, String, ObjectNode)}, at the first server first. */
  JsonNode call(String operation, ObjectNode request) {
    return call(0, operation, request);
  }

  /**
   * Calls an operation until a server answers; the call may have been performed more than once.
   *
   * @param first the server to begin with
   * @throws StatesException when a server refuses
   */
  JsonNode call(int first, String operation, ObjectNode request) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    for (var attempt = first; ; attempt++) {
      try {
        return servers.get(attempt % servers.size()).call(operation, request);
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(operation + " found no server", e);
        }
      } catch (StatesException e) {
        if (!e.isTransient() || System.nanoTime() > deadline) {
          throw e;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** The code of the error that the call is refused with, or "" when it is not. */
  String refusal(String operation, ObjectNode request) {
    try {
      call(operation, request);
      return "";
    } catch (StatesException e) {
      return e.code();
    }
  }

  /** All events of an execution. */
  List<JsonNode> history(String executionArn) {
    return list("GetExecutionHistory", Json.object().put("executionArn", executionArn), "events");
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

  /** Waits until no execution of the state machine runs. */
  void awaitAllClosed(String stateMachineArn, Duration patience) {
    var running =
        Json.object().put("stateMachineArn", stateMachineArn).put("statusFilter", "RUNNING");
    await(
        "no execution runs any more",
        () -> list("ListExecutions", running, "executions").isEmpty(),
        patience);
  }

  /** Asks again and again until it is so. */
  void await(String what, BooleanSupplier condition, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public void close() {
    servers.forEach(StatesClient::close);
  }
}
