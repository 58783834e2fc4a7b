package dev.stepwell.launcher.process;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.StatesException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.JsonNode;

/**
 * The executions of one state machine as their clients know them: what was acknowledged, and what a
 * look at a history showed. Outlasts every server. Safe for many threads.
 */
final class Executions {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";

  private final Client client;
  private final String stateMachineArn;
  private final String input;
  private final Set<String> started = ConcurrentHashMap.newKeySet();
  private final Map<String, BigDecimal> stopDates = new ConcurrentHashMap<>();
  private final Map<String, Integer> redrives = new ConcurrentHashMap<>();
  private final Map<String, List<JsonNode>> seen = new HashMap<>();

  /** Of a state machine that is created now. */
  Executions(Client client, String name, String definition, String input) {
    this.client = client;
    this.input = input;
    var request =
        Json.object().put("name", name).put("definition", definition).put("roleArn", ROLE);
    this.stateMachineArn =
        client.call("CreateStateMachine", request).path("stateMachineArn").asString();
  }

  /**
   * Starts one, at the client's servers in turn.
   *
   * @param number its own
   */
  String start(int number) {
    var name = "execution-" + number;
    var request =
        Json.object().put("stateMachineArn", stateMachineArn).put("name", name).put("input", input);
    String arn;
    try {
      arn = client.call(number, "StartExecution", request).path("executionArn").asString();
    } catch (StatesException e) {
      if (!e.code().equals("ExecutionAlreadyExists")) {
        throw e;
      }
      // The answer to the first call was lost, and the execution is over by now.
      arn = stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + name;
    }
    started.add(arn);
    return arn;
  }

  /**
   * Waits until fewer than that many run: more would wait for workers until their tasks time out.
   */
  synchronized void awaitRoom(int most, Duration patience) {
    var request =
        Json.object()
            .put("stateMachineArn", stateMachineArn)
            .put("statusFilter", "RUNNING")
            .put("maxResults", most);
    client.await(
        "fewer than " + most + " executions run",
        () -> client.call("ListExecutions", request).path("executions").size() < most,
        patience);
  }

  /** How many starts were acknowledged. */
  int countStarted() {
    return started.size();
  }

  /** How many are stopped, and stay so. */
  int countStopped() {
    return stopDates.size();
  }

  /** How many redrives were acknowledged. */
  int countRedriven() {
    return redrives.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Stops some that run, the newest first. */
  void stopSome(int count) {
    var request =
        Json.object()
            .put("stateMachineArn", stateMachineArn)
            .put("statusFilter", "RUNNING")
            .put("maxResults", count);
    for (var execution : client.call("ListExecutions", request).path("executions")) {
      var arn = execution.path("executionArn").asString();
      var answer =
          client.call("StopExecution", Json.object().put("executionArn", arn).put("error", "Stop"));
      stopDates.put(arn, answer.path("stopDate").decimalValue());
    }
  }

  /** Redrives some that were stopped. A redrive whose answer is lost is asked for again. */
  void redriveSome(int count) {
    for (var arn : stopDates.keySet().stream().limit(count).toList()) {
      var request =
          Json.object().put("executionArn", arn).put("clientToken", UUID.randomUUID().toString());
      var refusal = client.refusal("RedriveExecution", request);
      if (refusal.isEmpty()) {
        redrives.merge(arn, 1, Integer::sum);
        stopDates.remove(arn);
      } else if (!refusal.equals("ExecutionNotRedrivable") || !hasSucceeded(arn)) {
        throw new AssertionError(arn + " is not redriven: " + refusal);
      }
    }
  }

  /** The stop came after the end. */
  private boolean hasSucceeded(String arn) {
    return client
        .call("DescribeExecution", Json.object().put("executionArn", arn))
        .path("status")
        .asString()
        .equals("SUCCEEDED");
  }

  /** Reads the histories of some, the newest first, and remembers them. */
  void lookAtSome(int count) {
    var request = Json.object().put("stateMachineArn", stateMachineArn).put("maxResults", count);
    for (var execution : client.call("ListExecutions", request).path("executions")) {
      var arn = execution.path("executionArn").asString();
      seen.put(arn, client.history(arn));
    }
    stopDates.keySet().forEach(arn -> seen.computeIfAbsent(arn, client::history));
  }

  /** Waits until none of them runs. */
  void awaitAllClosed(Duration patience) {
    client.awaitAllClosed(stateMachineArn, patience);
  }

  /** Holds all of them against what is promised; the threads read their histories. */
  void check(Promises promises, ExecutorService threads)
      throws ExecutionException, InterruptedException {
    promises.checkTokens();
    var listed =
        client.list(
            "ListExecutions", Json.object().put("stateMachineArn", stateMachineArn), "executions");
    promises.checkListed(started, listed, stopDates);
    var checks = started.stream().map(arn -> threads.submit(() -> check(promises, arn))).toList();
    for (var check : checks) {
      check.get();
    }
  }

  private void check(Promises promises, String arn) {
    var events = client.history(arn);
    promises.check(arn, events, redrives.getOrDefault(arn, 0));
    promises.checkUnchanged(arn, seen.getOrDefault(arn, List.of()), events);
  }
}
