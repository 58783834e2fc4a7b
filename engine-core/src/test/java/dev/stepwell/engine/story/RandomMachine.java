package dev.stepwell.engine.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Definitions that nobody would write, and that must run all the same. */
public final class RandomMachine {
  private static final int DEEPEST = 3;
  private static final String[] ERRORS = {
    "States.ALL", "States.Timeout", "States.HeartbeatTimeout", "States.TaskFailed", "E1", "E2"
  };

  /** What calls end with that start a job. */
  public static final String JOB = ".sync";

  /** Workers that poll, and services that are called in each way. */
  private static final String[] RESOURCES = {
    "@Work",
    "@Work",
    "arn:aws:lambda:us-east-1:123456789012:function:f",
    "arn:aws:lambda:us-east-1:123456789012:function:" + ExecutionRun.BY_WORKERS,
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:::lambda:invoke.waitForTaskToken",
    "arn:aws:states:::batch:submitJob" + JOB
  };

  private static final String[] NESTED = {
    "arn:aws:states:::states:startExecution",
    "arn:aws:states:::states:startExecution.sync",
    "arn:aws:states:::states:startExecution.sync:2"
  };

  private static final String TOKEN = ".waitForTaskToken";

  private final Random random;
  private final @Nullable String child;
  private int names;

  RandomMachine(Random random) {
    this(random, null);
  }

  /**
   * The next machines of a generator.
   *
   * @param child a machine whose executions its tasks may start, or null
   */
  public RandomMachine(Random random, @Nullable String child) {
    this.random = random;
    this.child = child;
  }

  public String definition() {
    var timeout =
        random.nextInt(4) == 0
            ? "\"TimeoutSeconds\": " + (1 + random.nextInt(random.nextBoolean() ? 300 : 30)) + ", "
            : "";
    return "{" + timeout + block(0) + "}";
  }

  /** StartAt and States of a chain, whose states may also jump forward. */
  private String block(int depth) {
    var length = 1 + random.nextInt(depth == 0 ? 5 : 3);
    var chain = new ArrayList<String>();
    for (var i = 0; i < length; i++) {
      chain.add("s" + names++);
    }
    var states = new ArrayList<String>();
    for (var i = 0; i < length; i++) {
      var later = chain.subList(i + 1, length);
      states.add("\"" + chain.get(i) + "\": " + state(depth, later));
    }
    return "\"StartAt\": \""
        + chain.getFirst()
        + "\", \"States\": {"
        + String.join(", ", states)
        + "}";
  }

  private String state(int depth, List<String> later) {
    return random.nextInt(4) == 0 ? jsonata(later) : jsonPath(depth, later);
  }

  private String jsonPath(int depth, List<String> later) {
    var go = later.isEmpty() ? "\"End\": true" : "\"Next\": \"" + later.getFirst() + "\"";
    return switch (random.nextInt(depth < DEEPEST ? 11 : 7)) {
      case 0 -> "{\"Type\": \"Pass\", " + resultPath() + assign() + go + "}";
      case 1 ->
          "{\"Type\": \"Pass\", \"Parameters\": {\"n\": %d, \"items\": [1, 2, 3], \"in.$\": \"$\"}, "
                  .formatted(random.nextInt(3))
              + go
              + "}";
      case 2 -> choice(later);
      case 3 ->
          "{\"Type\": \"Wait\", \"Seconds\": " + random.nextInt(30) + ", " + assign() + go + "}";
      case 4, 5 -> task(later, go);
      case 6 ->
          later.isEmpty() && random.nextBoolean()
              ? "{\"Type\": \"Fail\", \"Error\": \"E" + (1 + random.nextInt(2)) + "\"}"
              : task(later, go);
      case 7, 8 -> parallel(depth, later, go);
      default -> map(depth, later, go);
    };
  }

  private String assign() {
    return switch (random.nextInt(5)) {
      case 0 -> "\"Assign\": {\"%s\": %d}, ".formatted(variable(), random.nextInt(1_000));
      case 1 -> "\"Assign\": {\"%s.$\": \"$\"}, ".formatted(variable());
      default -> "";
    };
  }

  /** Scopes within scopes have later names, but for one that may not be assigned in both. */
  private String variable() {
    return random.nextInt(20) == 0 ? "v" : "v" + names;
  }

  /** What is random in an expression is evaluated once, whatever is asked again later. */
  private String jsonata(List<String> later) {
    var fields =
        new StringBuilder("{\"QueryLanguage\": \"JSONata\", ")
            .append(later.isEmpty() ? "\"End\": true" : "\"Next\": \"" + later.getFirst() + "\"");
    if (random.nextInt(3) == 0) {
      fields
          .append(", \"Assign\": {\"")
          .append(variable())
          .append("\": \"{% {'r': $random(), 'seen': $exists($v")
          .append(random.nextInt(names + 1))
          .append(")} %}\"}");
    }
    if (random.nextInt(3) == 0) {
      // Fails where the input has no n.
      fields.append(
          ", \"Output\": {\"n\": \"{% $states.input.n %}\", \"items\": [{\"items\": [1]}]}");
    }
    return fields
        .append(
            switch (random.nextInt(4)) {
              case 0 -> ", \"Type\": \"Pass\"}";
              case 1 -> ", \"Type\": \"Wait\", \"Seconds\": \"{% $floor($random() * 20) %}\"}";
              case 2 ->
                  ", \"Type\": \"Task\", \"Resource\": \"%s\", \"Arguments\": {\"FunctionName\": \"f\", \"id\": \"{%% $uuid() %%}\"}"
                          .formatted(resource())
                      + jsonataErrorHandling(later)
                      + "}";
              default ->
                  ", \"Type\": \"Map\", \"Items\": \"{% $shuffle([1..4]) %}\", \"MaxConcurrency\": 2, "
                      + "\"ItemSelector\": {\"n\": \"{% $states.context.Map.Item.Value %}\", \"r\": \"{% $random() %}\"}, "
                      + "\"ItemProcessor\": {"
                      + block(DEEPEST)
                      + "}"
                      + jsonataErrorHandling(later)
                      + "}";
            })
        .toString();
  }

  private String jsonataErrorHandling(List<String> later) {
    var retry =
        random.nextBoolean()
            ? ", \"Retry\": [{\"ErrorEquals\": [\"%s\"], \"MaxAttempts\": %d}]"
                .formatted(ERRORS[random.nextInt(ERRORS.length)], random.nextInt(3))
            : "";
    return later.isEmpty() || random.nextBoolean()
        ? retry
        : retry
            + ", \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Output\": \"{%% $states.errorOutput %%}\", \"Next\": \"%s\"}]"
                .formatted(later.getLast());
  }

  private String resultPath() {
    return switch (random.nextInt(3)) {
      case 0 -> "\"ResultPath\": null, ";
      case 1 -> "\"Result\": {\"n\": 1}, \"ResultPath\": \"$.r\", ";
      default -> "";
    };
  }

  private String choice(List<String> later) {
    if (later.isEmpty()) {
      return "{\"Type\": \"Succeed\"}";
    }
    var target = later.get(random.nextInt(later.size()));
    return """
    {"Type": "Choice", "Default": "%s", "Choices": [
      {"And": [{"Variable": "$.n", "IsPresent": true}, {"Variable": "$.n", "NumericEquals": 1}], "Next": "%s"}]}
    """
        .formatted(later.getFirst(), target);
  }

  private String resource() {
    return RESOURCES[random.nextInt(RESOURCES.length)];
  }

  private String task(List<String> later, String go) {
    var fields =
        new StringBuilder("{\"Type\": \"Task\", ")
            .append(child != null && random.nextInt(4) == 0 ? nested(child) : work());
    if (random.nextBoolean()) {
      fields.append("\"TimeoutSeconds\": ").append(20 + random.nextInt(40)).append(", ");
    }
    if (random.nextInt(3) == 0) {
      fields.append("\"HeartbeatSeconds\": ").append(3 + random.nextInt(10)).append(", ");
    }
    return fields
        .append(errorHandling(later))
        .append(assign())
        .append(resultPathOfTask())
        .append(go)
        .append('}')
        .toString();
  }

  private String work() {
    var resource = resource();
    return "\"Resource\": \"%s\", \"Parameters\": {\"FunctionName\": \"f\", %s\"in.$\": \"$\"}, "
        .formatted(resource, resource.endsWith(TOKEN) ? "\"token.$\": \"$$.Task.Token\", " : "");
  }

  private String nested(String stateMachineArn) {
    return "\"Resource\": \"%s\", \"Parameters\": {\"StateMachineArn\": \"%s\", \"Input.$\": \"$\"}, "
        .formatted(NESTED[random.nextInt(NESTED.length)], stateMachineArn);
  }

  private String resultPathOfTask() {
    return random.nextBoolean() ? "\"ResultPath\": \"$.task\", " : "";
  }

  private String parallel(int depth, List<String> later, String go) {
    var branches = new ArrayList<String>();
    for (var i = 1 + random.nextInt(3); i > 0; i--) {
      branches.add("{" + block(depth + 1) + "}");
    }
    return "{\"Type\": \"Parallel\", "
        + errorHandling(later)
        + assign()
        + "\"Branches\": ["
        + String.join(", ", branches)
        + "], "
        + go
        + "}";
  }

  private String map(int depth, List<String> later, String go) {
    var concurrency = random.nextBoolean() ? "\"MaxConcurrency\": " + random.nextInt(3) + ", " : "";
    var selector =
        random.nextInt(3) == 0
            ? "\"ItemSelector\": {\"n.$\": \"$$.Map.Item.Index\", \"items\": [1], \"v.$\": \"$$.Map.Item.Value\"}, "
            : "";
    var items =
        random.nextInt(3) > 0
            ? "\"ItemsPath\": \"$$.Execution.Input.items\", "
            : "\"ItemsPath\": \"$.items\", ";
    return "{\"Type\": \"Map\", "
        + concurrency
        + selector
        + items
        + errorHandling(later)
        + assign()
        + "\"ItemProcessor\": {"
        + block(depth + 1)
        + "}, "
        + go
        + "}";
  }

  private String errorHandling(List<String> later) {
    var fields = new StringBuilder();
    if (random.nextInt(3) == 0) {
      fields.append(
          "\"Retry\": [{\"ErrorEquals\": [\"%s\"], \"IntervalSeconds\": %d, \"MaxAttempts\": %d, \"JitterStrategy\": \"%s\"}], "
              .formatted(
                  ERRORS[random.nextInt(ERRORS.length)],
                  random.nextInt(4),
                  random.nextInt(4),
                  random.nextBoolean() ? "FULL" : "NONE"));
    }
    if (!later.isEmpty() && random.nextInt(3) == 0) {
      fields.append(
          "\"Catch\": [{\"ErrorEquals\": [\"%s\"], \"ResultPath\": %s, \"Next\": \"%s\"}], "
              .formatted(
                  ERRORS[random.nextInt(ERRORS.length)],
                  random.nextBoolean() ? "null" : "\"$.error\"",
                  later.get(random.nextInt(later.size()))));
    }
    return fields.toString();
  }
}
