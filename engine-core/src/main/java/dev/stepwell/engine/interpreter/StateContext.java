package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Visit;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** All that a state's handler may look at. */
final class StateContext {
  private final Run run;
  private final Scope scope;
  private final Visit visit;

  StateContext(Run run, Scope scope, Visit visit) {
    this.run = run;
    this.scope = scope;
    this.visit = visit;
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

  /** Expressions of this visit over the raw state input. */
  Bindings bindings() {
    return bindings(visit.input().tree());
  }

  Bindings bindings(JsonNode document) {
    return new VisitBindings(run, document, new ContextObject(run, scope, visit, null));
  }

  /** Expressions of a Map's ItemSelector, with the item in reach as {@code $$.Map.Item}. */
  Bindings itemBindings(JsonNode document, int index, JsonNode item) {
    return new VisitBindings(
        run,
        document,
        new ContextObject(run, scope, visit, new ContextObject.MapItem(index, item)));
  }

  /** An error of the execution itself, with the prefix that says where. Source: asl.md §3. */
  StatesError located(StatesError error) {
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
