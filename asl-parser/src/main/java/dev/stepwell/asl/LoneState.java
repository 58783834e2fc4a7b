package dev.stepwell.asl;

import dev.stepwell.asl.json.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One state without a machine, as TestState takes it. */
public final class LoneState {
  /** As AWS calls it (recorded: test_parallel_state_empty_branches). */
  public static final String NAME = "StateName";

  private LoneState() {}

  /**
   * The definition itself, or a machine around the state: wherever that leads, the machine ends.
   */
  static JsonNode inMachine(JsonNode definition) {
    if (!definition.has("Type") || definition.has("States")) {
      return definition;
    }
    var machine = Json.object().put("StartAt", NAME);
    var states = machine.putObject("States");
    states.set(NAME, definition);
    targets(definition).forEach(target -> end(states, target));
    return machine;
  }

  private static void end(ObjectNode states, String target) {
    if (!states.has(target)) {
      states.putObject(target).put("Type", "Succeed");
    }
  }

  private static Set<String> targets(JsonNode state) {
    var targets = new LinkedHashSet<String>();
    add(targets, state.path("Next"));
    add(targets, state.path("Default"));
    state.path("Choices").forEach(choice -> add(targets, choice.path("Next")));
    state.path("Catch").forEach(catcher -> add(targets, catcher.path("Next")));
    return targets;
  }

  private static void add(Set<String> targets, JsonNode target) {
    if (target.isString()) {
      targets.add(target.stringValue());
    }
  }
}
