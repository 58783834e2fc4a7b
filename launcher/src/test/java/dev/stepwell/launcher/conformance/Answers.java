package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.StatesException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What the server answered to the steps of one case, put together as the case's checks say. */
final class Answers {
  /** What the original's own SDK answered, or the original put together by code of its own. */
  private static final Set<String> NOT_OF_THE_SERVER =
      Set.of("client-side error", "built by the test from several answers");

  /** The members that an SDK gives back as dates. */
  private static final Set<String> TIMES =
      Set.of("creationDate", "startDate", "stopDate", "updateDate", "redriveDate", "timestamp");

  private static final Pattern PATH_STEP = Pattern.compile("\\.(\\w+)|\\[(\\d+)]");
  private static final int OK = 200;

  private record Answer(String operation, JsonNode body, int status, String code) {}

  private final ConformanceCase test;
  private final Map<String, Answer> bySteps = new HashMap<>();

  Answers(ConformanceCase test) {
    this.test = test;
  }

  void succeeded(String step, String operation, JsonNode body) {
    bySteps.put(step, new Answer(operation, withoutTimes(body), OK, ""));
  }

  void failed(String step, String operation, StatesException error) {
    var body = Json.object();
    body.putObject("Error").put("Code", error.code()).put("Message", error.serviceMessage());
    body.put("message", error.serviceMessage());
    bySteps.put(step, new Answer(operation, body, error.httpStatus(), error.code()));
  }

  private static JsonNode withoutTimes(JsonNode node) {
    if (node.isArray()) {
      var copy = Json.object().arrayNode();
      node.forEach(element -> copy.add(withoutTimes(element)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    var copy = Json.object();
    node.properties()
        .forEach(member -> {
          var name = member.getKey();
          if (member.getValue().isNumber() && TIMES.contains(name)) {
            copy.put(name, name.equals("timestamp") ? "timestamp" : "datetime");
          } else {
            copy.set(name, withoutTimes(member.getValue()));
          }
        });
    return copy;
  }

  /**
   * The answers by the keys of the expectation, in the order of the checks; those that can be
   * judged.
   */
  ObjectNode toCompare() {
    var found = Json.object();
    for (var check : test.checks()) {
      var key = check.path("key").asString();
      if (check.has("derived")) {
        if (!NOT_OF_THE_SERVER.contains(check.path("derived").asString())) {
          found.set(key, inputsAndOutputs());
        }
      } else if (check.has("items")) {
        var items = found.putArray(key);
        check.path("items").forEach(item -> items.add(part(item)));
      } else if (bySteps.containsKey(check.path("step").asString())
          && !isOfTheSdk(test.expect(key))) {
        found.set(key, whole(check, test.expect(key)));
      }
    }
    return found;
  }

  private static boolean isOfTheSdk(JsonNode expected) {
    return expected.path("exception_typename").asString("").equals("ParamValidationError");
  }

  private JsonNode whole(JsonNode check, JsonNode expected) {
    if (!check.path("part").asString("").equals("error")) {
      return part(check);
    }
    var answer = answer(check);
    var text =
        "An error occurred (%s) when calling the %s operation: %s"
            .formatted(
                answer.code(), answer.operation(), answer.body().at("/Error/Message").asString(""));
    if (expected.isString()) {
      return StringNode.valueOf(text);
    }
    return Json.object().put("exception_typename", answer.code()).put("exception_value", text);
  }

  private Answer answer(JsonNode check) {
    var step = check.path("step").asString();
    return bySteps.getOrDefault(step, new Answer("", MissingNode.getInstance(), 0, ""));
  }

  private JsonNode part(JsonNode check) {
    var node = answer(check).body();
    var step = PATH_STEP.matcher(check.path("path").asString(""));
    while (step.find()) {
      node =
          step.group(1) == null
              ? node.path(Integer.parseInt(step.group(2)))
              : node.path(step.group(1));
    }
    return node;
  }

  /** One {input, output} pair an execution, in order: those of the Choice cases. */
  private ArrayNode inputsAndOutputs() {
    var pairs = Json.object().arrayNode();
    for (var step : test.steps()) {
      var answer = bySteps.get(step.path("id").asString());
      if (answer == null || !answer.operation().equals("GetExecutionHistory")) {
        continue;
      }
      var events = answer.body().path("events");
      var last = events.path(events.size() - 1);
      var pair = pairs.addObject();
      pair.set("input", events.at("/0/executionStartedEventDetails/input"));
      pair.set("output", last.at("/executionSucceededEventDetails/output"));
    }
    return pairs;
  }

  /** What is wrong with the HTTP statuses, or null. */
  @Nullable String statusDifference() {
    for (var check : test.checks()) {
      var answer = bySteps.get(check.path("step").asString(""));
      var expected = test.expectedStatus(check.path("key").asString());
      if (answer != null && answer.status() != expected && answer.status() == OK) {
        return check.path("key").asString() + ": HTTP status " + expected + " instead of " + OK;
      }
    }
    return null;
  }
}
