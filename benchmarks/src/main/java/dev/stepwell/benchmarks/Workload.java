package dev.stepwell.benchmarks;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is run; each has one state machine. */
enum Workload {
  /** Activity tasks in a row, by workers of the SDK. */
  TASK_CHAIN("task-chain", 5, 5, 5_000) {
    @Override
    ObjectNode state(int number, List<String> activityArns) {
      return task(activityArns.get(number));
    }
  },

  /** The same by plain calls of the AWS protocol, one task each. */
  TASK_CHAIN_SINGLE("task-chain-single", 5, 5, 5_000) {
    @Override
    ObjectNode state(int number, List<String> activityArns) {
      return task(activityArns.get(number));
    }
  },

  /** Pass and Choice states in turn: nothing to wait for. */
  INTERNAL("internal", 10, 0, 40_000) {
    @Override
    ObjectNode state(int number, List<String> activityArns) {
      return internal(number);
    }
  },

  /** The same states in an Express machine, run while the caller waits. */
  EXPRESS("express", 10, 0, 200_000) {
    @Override
    ObjectNode state(int number, List<String> activityArns) {
      return internal(number);
    }
  },

  /** A Wait until the timestamp in the input. */
  PARKED("parked", 1, 0, 10_000) {
    @Override
    ObjectNode state(int number, List<String> activityArns) {
      return MAPPER.createObjectNode().put("Type", "Wait").put("TimestampPath", "$.until");
    }
  };

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String word;
  private final int statesPerExecution;
  private final int tasksPerExecution;
  private final int defaultExecutions;

  Workload(String word, int statesPerExecution, int tasksPerExecution, int defaultExecutions) {
    this.word = word;
    this.statesPerExecution = statesPerExecution;
    this.tasksPerExecution = tasksPerExecution;
    this.defaultExecutions = defaultExecutions;
  }

  /** The state, without what leads to the next one. */
  abstract ObjectNode state(int number, List<String> activityArns);

  private static ObjectNode task(String activityArn) {
    return MAPPER
        .createObjectNode()
        .put("Type", "Task")
        .put("Resource", activityArn)
        .put("TimeoutSeconds", 300);
  }

  /** Pass and Choice in turn. */
  ObjectNode internal(int number) {
    var state = MAPPER.createObjectNode();
    if (number % 2 == 0 || number == statesPerExecution - 1) {
      return state.put("Type", "Pass");
    }
    state.put("Type", "Choice").put("Default", name(number + 1));
    state
        .putArray("Choices")
        .addObject()
        .put("Variable", "$.number")
        .put("NumericLessThan", 0)
        .put("Next", name(statesPerExecution - 1));
    return state;
  }

  /** The type of its state machine. */
  String machineType() {
    return this == EXPRESS ? "EXPRESS" : "STANDARD";
  }

  /** Whether its executions wait for workers. */
  boolean hasTasks() {
    return tasksPerExecution > 0;
  }

  /** Its name on the command line and in the results. */
  String word() {
    return word;
  }

  int statesPerExecution() {
    return statesPerExecution;
  }

  int tasksPerExecution() {
    return tasksPerExecution;
  }

  int defaultExecutions() {
    return defaultExecutions;
  }

  /**
   * The state machine in Amazon States Language.
   *
   * @param activityArns one per task
   */
  String definition(List<String> activityArns) {
    var definition = MAPPER.createObjectNode().put("StartAt", name(0));
    var states = definition.putObject("States");
    for (int number = 0; number < statesPerExecution; number++) {
      var state = state(number, activityArns);
      if (number == statesPerExecution - 1) {
        state.put("End", true);
      } else if (!state.has("Default")) {
        state.put("Next", name(number + 1));
      }
      states.set(name(number), state);
    }
    return MAPPER.writeValueAsString(definition);
  }

  static String name(int number) {
    return "State" + (number + 1);
  }
}
