package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Allowance;
import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.engine.state.Scope;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the expressions of one visit read.
 *
 * @param states {@code $states} of a JSONata state; null in JSONPath
 */
record VisitBindings(
    Run run, Scope scope, JsonNode document, ContextObject context, @Nullable StatesVariable states)
    implements Bindings {

  @Override
  public JsonNode contextObject() {
    return context.tree();
  }

  @Override
  public @Nullable JsonNode variable(String name) {
    if (states != null && name.equals(StatesVariable.NAME)) {
      return states.tree();
    }
    var value = run.findVariable(scope, name);
    return value == null ? null : value.tree();
  }

  @Override
  public Instant now() {
    return run.now();
  }

  @Override
  public RandomGenerator random() {
    return run.evaluation().random();
  }

  @Override
  public Allowance allowance() {
    return run.evaluation().allowance();
  }

  @Override
  public Bindings over(JsonNode other) {
    return new VisitBindings(run, scope, other, context, states);
  }
}
