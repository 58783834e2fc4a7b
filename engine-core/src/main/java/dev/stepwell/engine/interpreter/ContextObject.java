package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Context Object of one visit, built when an expression first reads it. Source: asl.md §6. */
final class ContextObject {
  /** {@code Map.Item.Source} of every inline Map. */
  private static final String STATE_DATA = "STATE_DATA";

  private final Run run;
  private final Scope scope;
  private final Visit visit;
  private final @Nullable MapItem ownItem;
  private @Nullable JsonNode tree;

  /** {@code Map.Item}: one item of a Map. */
  record MapItem(int index, JsonNode value) {}

  /**
   * The context of one visit.
   *
   * @param ownItem the item at hand, inside ItemSelector; null elsewhere
   * @param given stands in its place; null: it follows from the execution
   */
  ContextObject(
      Run run, Scope scope, Visit visit, @Nullable MapItem ownItem, @Nullable JsonNode given) {
    this.run = run;
    this.scope = scope;
    this.visit = visit;
    this.ownItem = ownItem;
    this.tree = given;
  }

  JsonNode tree() {
    var result = tree;
    if (result == null) {
      result = build();
      tree = result;
    }
    return result;
  }

  private JsonNode build() {
    var header = run.header();
    var machine = run.machine();
    var context = Json.object();
    var execution = context.putObject("Execution");
    execution.put("Id", machine.executionArn(header));
    execution.set("Input", header.input().tree());
    execution.put("StartTime", header.startedAt().toString());
    execution.put("Name", header.name());
    execution.put("RoleArn", machine.roleArn());
    // Recorded: test_query_runtime_memory of express has none.
    if (machine.type() == MachineType.STANDARD) {
      var redrives = run.redrives();
      execution.put("RedriveCount", redrives.count());
      if (redrives.lastAt() != null) {
        execution.put("RedriveTime", redrives.lastAt().toString());
      }
    }
    var stateMachine = context.putObject("StateMachine");
    stateMachine.put("Id", machine.arn());
    stateMachine.put("Name", machine.name());
    var state = context.putObject("State");
    state.put("Name", visit.stateName());
    state.put("EnteredTime", visit.enteredAt().toString());
    var definition = run.stateOf(scope, visit.stateName());
    if (isRetryable(definition)) {
      state.put("RetryCount", visit.retryCount());
    }
    if (definition instanceof TaskState task && task.waitsForToken()) {
      context.putObject("Task").put("Token", run.token(attempt()));
    }
    var item = ownItem == null ? nearestItem(run, scope) : ownItem;
    if (item != null) {
      putItem(context, item);
    }
    return context;
  }

  /** The …Scheduled event of the attempt at hand: the next event, where it is being prepared. */
  private long attempt() {
    return scope.phase() instanceof Phase.Visiting(_, Waiting.OnCall call)
        ? call.scheduledEventId()
        : run.lastEventId() + 1;
  }

  private static boolean isRetryable(State state) {
    return state instanceof TaskState
        || state instanceof ParallelState
        || state instanceof MapState;
  }

  private static void putItem(ObjectNode context, MapItem item) {
    var node = context.putObject("Map").putObject("Item");
    node.put("Index", item.index());
    node.set("Value", item.value());
    node.put("Source", STATE_DATA);
  }

  /** The Map item of the innermost iteration around a scope, or null outside of any Map. */
  private static @Nullable MapItem nearestItem(Run run, Scope scope) {
    for (var inner = scope; !inner.isRoot(); inner = run.requireScope(inner.parentId())) {
      if (run.forkingState(inner) instanceof MapState map) {
        var parent = run.requireScope(inner.parentId());
        var visiting = Run.visiting(parent);
        var scopes = (Waiting.OnScopes) visiting.waiting();
        return Handlers.MAP.itemAt(
            map, run.context(parent, visiting.visit()), scopes, inner.index());
      }
    }
    return null;
  }
}
