package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Arguments → work → Output. Source: asl.md §4. */
record JsonataStateFlow(DataFlow.JsonataFlow fields, StateContext context) implements StateFlow {

  @Override
  public boolean takesInputAsItIs() {
    return fields.arguments() == null;
  }

  @Override
  public Step withEffectiveInput(Function<Payload, Step> work) {
    if (takesInputAsItIs()) {
      context.show(Observation.AFTER_ARGUMENTS, context.input());
      return work.apply(context.input());
    }
    return context.orFail(
        effectiveInput(),
        node -> {
          var arguments = Payload.ofTree(node);
          context.show(Observation.AFTER_ARGUMENTS, arguments);
          return work.apply(arguments);
        });
  }

  @Override
  public Evaluated effectiveInput() {
    var arguments = fields.arguments();
    return arguments == null
        ? Evaluated.value(context.input().tree())
        : arguments.evaluate(context.statesBindings(null, null, null));
  }

  @Override
  public Bindings bindings(JsonNode effectiveInput) {
    return context.statesBindings(null, null, null);
  }

  @Override
  public Bindings itemBindings(JsonNode effectiveInput, ContextObject.MapItem item) {
    return context.statesBindings(item, null, null);
  }

  @Override
  public Step exit(Payload result, @Nullable Template assign, @Nullable String next) {
    context.show(Observation.RESULT, result);
    return leave(
        fields.output(), result, assign, context.statesBindings(null, result.tree(), null), next);
  }

  @Override
  public Step pass(Payload passed, @Nullable Template assign, @Nullable String next) {
    return passOn(passed, assign, next);
  }

  @Override
  public Step passOn(Payload effectiveInput, @Nullable Template assign, @Nullable String next) {
    return leave(
        fields.output(), effectiveInput, assign, context.statesBindings(null, null, null), next);
  }

  @Override
  public Step caught(Catcher catcher, JsonNode errorOutput) {
    return leave(
        catcher.output(),
        Payload.ofTree(errorOutput),
        catcher.assign(),
        context.statesBindings(null, null, errorOutput),
        catcher.next());
  }

  private Step leave(
      @Nullable Template output,
      Payload outputByDefault,
      @Nullable Template assign,
      Bindings bindings,
      @Nullable String next) {
    return output == null
        ? Leaving.with(context, outputByDefault, assign, () -> bindings, next)
        : context.orFail(
            output.evaluate(bindings),
            node -> Leaving.with(context, Payload.ofTree(node), assign, () -> bindings, next));
  }

  @Override
  public StateFlow withOutput(@Nullable Template output) {
    return new JsonataStateFlow(new DataFlow.JsonataFlow(fields.arguments(), output), context);
  }

  @Override
  public Step.Fail unusable(String field, String pathCause, String cause) {
    return Step.Fail.evaluation(
        context, new StatesError(StatesError.QUERY_EVALUATION_ERROR, cause), field);
  }
}
