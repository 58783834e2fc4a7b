package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Visit;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All that a state's handler may look at. */
final class StateContext {
  private final Run run;
  private final Scope scope;
  private final Visit visit;
  private final @Nullable Onlooker onlooker;

  StateContext(Run run, Scope scope, Visit visit) {
    this(run, scope, visit, null);
  }

  /**
   * The context of a visit that somebody looks on.
   *
   * @param onlooker null when nobody does
   */
  StateContext(Run run, Scope scope, Visit visit, @Nullable Onlooker onlooker) {
    this.run = run;
    this.scope = scope;
    this.visit = visit;
    this.onlooker = onlooker;
  }

  /** Somebody who sees the values on their way through a state, and says what {@code $$} is. */
  interface Onlooker {
    void see(Observation observation, Payload value);

    JsonNode contextObject();

    /** What an ItemReader has read, or null where the state has none. */
    @Nullable JsonNode itemsRead();
  }

  /** What an ItemReader has read, or null: the items of a Map are in its input. */
  @Nullable JsonNode itemsRead() {
    return onlooker == null ? null : onlooker.itemsRead();
  }

  /** Shows a value on its way through the state to whoever looks on. */
  void show(Observation observation, Payload value) {
    if (onlooker != null) {
      onlooker.see(observation, value);
    }
  }

  /** Shows a tree to whoever looks on. */
  void show(Observation observation, JsonNode value) {
    if (onlooker != null) {
      onlooker.see(observation, Payload.ofTree(value));
    }
  }

  private ContextObject contextObject(ContextObject.@Nullable MapItem item) {
    return new ContextObject(
        run, scope, visit, item, onlooker == null ? null : onlooker.contextObject());
  }

  Visit visit() {
    return visit;
  }

  Payload input() {
    return visit.input();
  }

  Instant now() {
    return run.now();
  }

  Limits limits() {
    return run.limits();
  }

  boolean activityExists(String activityArn) {
    return run.activityExists(activityArn);
  }

  /** JSONPath over a document. */
  Bindings bindings(JsonNode document) {
    return bindings(document, null);
  }

  /**
   * JSONPath over a document.
   *
   * @param item in reach as {@code $$.Map.Item}, in ItemSelector; null elsewhere
   */
  Bindings bindings(JsonNode document, ContextObject.@Nullable MapItem item) {
    return new VisitBindings(run, scope, document, contextObject(item), null);
  }

  /**
   * JSONata.
   *
   * @param item in reach as {@code $states.context.Map.Item}, in ItemSelector; null elsewhere
   * @param result of the state's work, null where there is none
   * @param errorOutput in a Catcher; null elsewhere
   */
  Bindings statesBindings(
      ContextObject.@Nullable MapItem item,
      @Nullable JsonNode result,
      @Nullable JsonNode errorOutput) {
    var document = visit.input().tree();
    var context = contextObject(item);
    return new VisitBindings(
        run, scope, document, context, new StatesVariable(document, context, result, errorOutput));
  }

  /** Whether a scope around this one has a variable of that name. */
  boolean isVariableOfOuterScope(String name) {
    return !scope.isRoot() && run.findVariable(run.requireScope(scope.parentId()), name) != null;
  }

  /** Size of all variables of the execution once these are assigned here, in bytes of UTF-8. */
  long variableBytesAfter(Map<String, Payload> assigned) {
    var present = scope.variables();
    return run.variableBytes() + present.with(assigned).utf8Bytes() - present.utf8Bytes();
  }

  /** Goes on with the value, or fails the state with the located error. */
  Step orFail(Evaluated evaluated, Function<JsonNode, Step> next) {
    return switch (evaluated) {
      case Evaluated.Value(var node) -> next.apply(node);
      case Evaluated.Failed failed -> Step.Fail.of(this, failed);
    };
  }

  /**
   * An error of the execution itself, with the prefix that says where; a state that is tested is in
   * none. Source: asl.md §3; recorded: test_state_map_context_object.
   */
  StatesError located(StatesError error) {
    if (onlooker != null) {
      return error;
    }
    return new StatesError(
        error.name(),
        "An error occurred while executing the state '"
            + visit.stateName()
            + "' (entered at the event id #"
            + visit.enteredEventId()
            + "). "
            + error.cause());
  }
}
