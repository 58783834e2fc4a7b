package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.StatesException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the calls of one case and compares the answers. */
final class CaseRunner {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(70);
  private static final long LOOK_MILLIS = 100;

  /**
   * What came of a case.
   *
   * @param difference null: passed, by the README's rules
   * @param strictDifference null: passed also where spacing and later members count
   */
  record Result(
      ConformanceCase test, @Nullable String difference, @Nullable String strictDifference) {
    boolean passed() {
      return difference == null;
    }
  }

  /** A step that could not be made, so that there is nothing more to compare. */
  private static final class StepFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StepFailure(String message) {
      super(message);
    }
  }

  private final ConformanceCase test;
  private final Map<String, StatesClient> clients;
  private final ServicePeers peers;
  private final Tokens tokens;
  private final Answers answers;

  private CaseRunner(ConformanceCase test, Map<String, StatesClient> clients, ServicePeers peers) {
    this.test = test;
    this.peers = peers;
    this.clients = clients;
    this.tokens = new Tokens(test);
    this.answers = new Answers(test);
  }

  /**
   * Runs one case.
   *
   * @param server of the account that most calls are made with
   * @param secondary of the account that is called {@code secondary}
   */
  static Result run(
      ConformanceCase test, URI server, URI secondary, FunctionHost functions, ServicePeers peers)
      throws InterruptedException {
    try (var first = new StatesClient(server);
        var second = new StatesClient(secondary)) {
      var runner =
          new CaseRunner(
              test, Map.of(Tokens.ACCOUNT, first, Tokens.SECONDARY_ACCOUNT, second), peers);
      for (var function : test.functions()) {
        functions.add(
            runner.tokens.nameFunction(function),
            FunctionBehaviour.of(function.path("behaviour").asString()));
      }
      try (var worker = new Worker(test, runner.tokens, runner::callBeside)) {
        for (var step : test.steps()) {
          if (Worker.isOfWorker(step)) {
            worker.begin();
          } else {
            runner.make(step);
          }
        }
      }
      return runner.compare();
    } catch (StepFailure | IOException | RuntimeException e) {
      var failure = String.valueOf(e.getMessage());
      return new Result(test, failure, failure);
    }
  }

  private void make(JsonNode step) throws StepFailure, IOException, InterruptedException {
    if (step.has("actor")) {
      throw new StepFailure("An actor of an unknown kind: " + step);
    }
    if (step.has("op")) {
      call(step);
    } else if (step.has("await")) {
      await(step);
    } else if (step.has("sleep_seconds")) {
      // Part of the case: the original waited here too.
      Thread.sleep(Duration.ofSeconds(step.path("sleep_seconds").asLong()));
    } else if (!step.has("client_side_error") && !step.has("poll_until")) {
      throw new StepFailure("A step of an unknown kind: " + step);
    }
  }

  private void call(JsonNode step) throws StepFailure, IOException, InterruptedException {
    var id = step.path("id").asString();
    var operation = step.path("op").asString();
    var service = step.path("service").asString();
    if (!service.equals("stepfunctions")) {
      var params = tokens.fill(step.path("params"));
      tokens.answered(
          id,
          service.equals("logs")
              ? prepare(operation, params)
              : peers.call(service, operation, params));
      return;
    }
    try {
      var account =
          step.path("account").asString("").equals("secondary")
              ? Tokens.SECONDARY_ACCOUNT
              : Tokens.ACCOUNT;
      var answer = call(account, operation, tokens.fill(step.path("params")));
      tokens.answered(id, answer);
      answers.succeeded(id, operation, answer);
    } catch (StatesException e) {
      if (!step.path("fails").asBoolean(false)) {
        throw new StepFailure(
            id + " " + operation + " was refused: " + e.code() + ": " + e.serviceMessage());
      }
      answers.failed(id, operation, e);
    }
  }

  /** A call of the second actor. */
  private JsonNode callBeside(String service, String operation, JsonNode params)
      throws IOException, InterruptedException {
    return service.equals("stepfunctions")
        ? call(Tokens.ACCOUNT, operation, params)
        : peers.call(service, operation, params);
  }

  /** Log groups exist as soon as they are named: only their ARNs are used. */
  private static JsonNode prepare(String operation, JsonNode params) throws StepFailure {
    return switch (operation) {
      case "CreateLogGroup" -> Json.object();
      case "DescribeLogGroups" -> {
        var name = params.path("logGroupNamePrefix").asString();
        var answer = Json.object();
        answer
            .putArray("logGroups")
            .addObject()
            .put("arn", "arn:aws:logs:us-east-1:" + Tokens.ACCOUNT + ":log-group:" + name + ":*");
        yield answer;
      }
      default -> throw new StepFailure("A call of the logs: this runner has no more");
    };
  }

  private JsonNode call(String account, String operation, JsonNode request)
      throws IOException, InterruptedException {
    var client = Objects.requireNonNull(clients.get(account));
    var body = Json.text(request).getBytes(StandardCharsets.UTF_8);
    return Json.parse(
        new String(client.call(operation, body, CALL_TIMEOUT), StandardCharsets.UTF_8));
  }

  /** Asks the account that the ARN belongs to. */
  private JsonNode ask(String arn, String operation, JsonNode request)
      throws IOException, InterruptedException {
    return call(
        arn.contains(":" + Tokens.SECONDARY_ACCOUNT + ":")
            ? Tokens.SECONDARY_ACCOUNT
            : Tokens.ACCOUNT,
        operation,
        request);
  }

  private void await(JsonNode step) throws StepFailure, IOException, InterruptedException {
    var params = tokens.fill(step.path("params"));
    var condition = step.path("await").asString();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition, params)) {
      if (System.nanoTime() > deadline) {
        throw new StepFailure(condition + " did not come within " + PATIENCE + ": " + params);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean holds(String condition, JsonNode params)
      throws StepFailure, IOException, InterruptedException {
    var machine = params.path("state_machine_arn").asString("");
    var execution = params.path("execution_arn").asString("");
    return switch (condition) {
      case "execution_started" -> true;
      // Whether it is the right end is for the comparison to say.
      case "execution_terminated", "execution_success" -> isEnd(lastEvent(execution), "");
      case "execution_aborted" -> isEnd(lastEvent(execution), "ExecutionAborted");
      case "on_execution_events" -> hasEvent(params, execution);
      case "execution_lists_terminated" ->
          ask(machine, "ListExecutions", Json.object().put("stateMachineArn", machine))
              .path("executions")
              .valueStream()
              .anyMatch(each ->
                  each.path("executionArn").asString().equals(execution)
                      && !each.path("status").asString().equals("RUNNING"));
      case "state_machine_listed" -> isListed(machine);
      case "state_machine_not_listed" -> !isListed(machine);
      case "state_machine_version_listed" ->
          isListed("Versions", machine, params, "stateMachineVersionArn");
      case "state_machine_version_not_listed" ->
          !isListed("Versions", machine, params, "stateMachineVersionArn");
      case "state_machine_alias_is_created" ->
          isListed("Aliases", machine, params, "stateMachineAliasArn");
      case "state_machine_alias_is_deleted" ->
          !isListed("Aliases", machine, params, "stateMachineAliasArn");
      default -> throw new StepFailure("Unknown condition " + condition);
    };
  }

  private boolean hasEvent(JsonNode params, String execution)
      throws StepFailure, IOException, InterruptedException {
    if (!params.path("check_func").asString().equals("_check_stated_entered")) {
      throw new StepFailure("Unknown condition " + params);
    }
    return lastEvent(execution).endsWith("StateEntered");
  }

  private boolean isListed(String machine) throws IOException, InterruptedException {
    return ask(machine, "ListStateMachines", Json.object())
        .path("stateMachines")
        .valueStream()
        .anyMatch(each -> each.path("stateMachineArn").asString().equals(machine));
  }

  /** Whether a version or an alias of a machine is listed. */
  private boolean isListed(String kind, String machine, JsonNode params, String member)
      throws IOException, InterruptedException {
    var wanted =
        params
            .path(kind.equals("Versions") ? "state_machine_version_arn" : "state_machine_alias_arn")
            .asString();
    return ask(machine, "ListStateMachine" + kind, Json.object().put("stateMachineArn", machine))
        .path("stateMachine" + kind)
        .valueStream()
        .anyMatch(each -> each.path(member).asString().equals(wanted));
  }

  private static boolean isEnd(String eventType, String wanted) {
    return wanted.isEmpty()
        ? eventType.startsWith("Execution") && !eventType.equals("ExecutionStarted")
        : eventType.equals(wanted);
  }

  private String lastEvent(String execution) throws IOException, InterruptedException {
    var request =
        Json.object().put("executionArn", execution).put("maxResults", 1).put("reverseOrder", true);
    return ask(execution, "GetExecutionHistory", request).at("/events/0/type").asString("");
  }

  private Result compare() {
    var status = answers.statusDifference();
    if (status != null) {
      return new Result(test, status, status);
    }
    var actual = new Normalization(tokens).apply(answers.toCompare(), test.placeholders());
    return new Result(test, first(actual, false), first(actual, true));
  }

  private @Nullable String first(JsonNode actual, boolean strict) {
    var difference = new Difference(strict);
    for (var answer : ((ObjectNode) actual).properties()) {
      var expected = Normalization.ordered(test.expect(answer.getKey()), test.placeholders());
      var found = difference.first(answer.getKey(), expected, answer.getValue());
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
