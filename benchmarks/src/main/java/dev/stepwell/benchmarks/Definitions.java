package dev.stepwell.benchmarks;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** State machines in Amazon States Language. */
final class Definitions {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int INTERNAL_STATES = 10;
  private static final int TASK_TIMEOUT_SECONDS = 300;

  private static final String AGAIN =
      """
      {"Type": "Pass", "Parameters": {"value.$": "States.MathAdd($.count.value, 1)"},
       "ResultPath": "$.count", "Next": "State1"}
      """;

  private static final String MAP =
      """
      {"StartAt": "Map", "States": {"Map": {
        "Type": "Map", "ItemsPath": "$.items", "End": true,
        "ItemProcessor": {"StartAt": "Item", "States": {"Item": {"Type": "Pass", "End": true}}}}}}
      """;

  private Definitions() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode task(String activityArn) {
    return object()
        .put("Type", "Task")
        .put("Resource", activityArn)
        .put("TimeoutSeconds", TASK_TIMEOUT_SECONDS);
  }

  static ObjectNode waitUntil(String path) {
    return object().put("Type", "Wait").put("TimestampPath", path);
  }

  /** Ten states: Pass, Choice, Pass …, where a Choice goes to the state behind it. */
  static List<ObjectNode> passAndChoice() {
    var states = new ArrayList<ObjectNode>();
    for (var number = 0; number < INTERNAL_STATES; number++) {
      var isChoice = number % 2 == 1 && number < INTERNAL_STATES - 1;
      states.add(isChoice ? choice(number) : object().put("Type", "Pass"));
    }
    return states;
  }

  private static ObjectNode choice(int number) {
    var state = object().put("Type", "Choice").put("Default", name(number + 1));
    state
        .putArray("Choices")
        .addObject()
        .put("Variable", "$.number")
        .put("NumericLessThan", 0)
        .put("Next", name(INTERNAL_STATES - 1));
    return state;
  }

  /** States in a row, gone through so often: with more than one round a Choice and a Pass count. */
  static String rounds(List<ObjectNode> chain, int rounds) {
    var definition = object().put("StartAt", name(0));
    var states = definition.putObject("States");
    for (var number = 0; number < chain.size(); number++) {
      var state = chain.get(number);
      if (number == chain.size() - 1) {
        end(state, rounds);
      } else if (!state.has("Default")) {
        state.put("Next", name(number + 1));
      }
      states.set(name(number), state);
    }
    if (rounds > 1) {
      var round = states.putObject("Round").put("Type", "Choice").put("Default", "Done");
      round
          .putArray("Choices")
          .addObject()
          .put("Variable", "$.count.value")
          .put("NumericLessThan", rounds - 1)
          .put("Next", "Again");
      states.set("Again", MAPPER.readTree(AGAIN));
      states.putObject("Done").put("Type", "Succeed");
    }
    return MAPPER.writeValueAsString(definition);
  }

  private static void end(ObjectNode last, int rounds) {
    if (rounds > 1) {
      last.put("Next", "Round");
    } else {
      last.put("End", true);
    }
  }

  /** States entered by an execution of {@link #rounds}. */
  static int entered(int chain, int rounds) {
    return rounds == 1 ? chain : rounds * (chain + 2);
  }

  static String map() {
    return MAP;
  }

  /**
   * Where {@code $.until} is there, a Wait until then; otherwise a task.
   *
   * @param activityArn nobody polls it
   */
  static String rest(String activityArn) {
    var definition = object().put("StartAt", "Kind");
    var states = definition.putObject("States");
    var kind = states.putObject("Kind").put("Type", "Choice").put("Default", "Task");
    kind.putArray("Choices")
        .addObject()
        .put("Variable", "$.until")
        .put("IsPresent", true)
        .put("Next", "Wait");
    states.set("Wait", waitUntil("$.until").put("End", true));
    states.set("Task", object().put("Type", "Task").put("Resource", activityArn).put("End", true));
    return MAPPER.writeValueAsString(definition);
  }

  private static String name(int number) {
    return "State" + (number + 1);
  }
}
