package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** InputPath → Parameters → work → ResultSelector → ResultPath → OutputPath. Source: asl.md §3. */
record JsonPathStateFlow(DataFlow.JsonPathFlow path, StateContext context) implements StateFlow {
  private static final Payload EMPTY_OBJECT = Payload.ofTree(Json.object());

  @Override
  public boolean takesInputAsItIs() {
    return PathExpression.ROOT.equals(path.inputPath()) && path.parameters() == null;
  }

  @Override
  public Step withEffectiveInput(Function<Payload, Step> work) {
    if (takesInputAsItIs()) {
      context.show(Observation.AFTER_INPUT_PATH, context.input());
      context.show(Observation.AFTER_PARAMETERS, context.input());
      return work.apply(context.input());
    }
    return context.orFail(effectiveInput(), node -> work.apply(payload(node, context.input())));
  }

  @Override
  public Evaluated effectiveInput() {
    var inputPath = path.inputPath();
    var selected =
        inputPath == null
            ? Evaluated.value(EMPTY_OBJECT.tree())
            : inputPath.evaluate(bindings(context.input().tree()));
    var parameters = path.parameters();
    var effective =
        selected.then(node -> {
          context.show(Observation.AFTER_INPUT_PATH, node);
          return parameters == null ? Evaluated.value(node) : parameters.evaluate(bindings(node));
        });
    return effective.then(node -> {
      context.show(Observation.AFTER_PARAMETERS, node);
      return Evaluated.value(node);
    });
  }

  @Override
  public Bindings bindings(JsonNode effectiveInput) {
    return context.bindings(effectiveInput);
  }

  @Override
  public Bindings itemBindings(JsonNode effectiveInput, ContextObject.MapItem item) {
    return context.bindings(effectiveInput, item);
  }

  /** In Assign, {@code $} is the result as it came, not what becomes of it (recorded). */
  @Override
  public Step exit(Payload result, @Nullable Template assign, @Nullable String next) {
    context.show(Observation.RESULT, result);
    if (path.resultSelector() == null
        && ReferencePath.ROOT.equals(path.resultPath())
        && PathExpression.ROOT.equals(path.outputPath())) {
      context.show(Observation.AFTER_RESULT_SELECTOR, result);
      context.show(Observation.AFTER_RESULT_PATH, result);
      return leave(result, assign, result, next);
    }
    var selector = path.resultSelector();
    var selected =
        selector == null
            ? Evaluated.value(result.tree())
            : selector.evaluate(bindings(result.tree()));
    var resultPath = path.resultPath();
    var input = context.input();
    var output =
        selected
            .then(node -> {
              context.show(Observation.AFTER_RESULT_SELECTOR, payload(node, result));
              return resultPath == null
                  ? Evaluated.value(input.tree())
                  : resultPath.apply(input.tree(), node);
            })
            .then(node -> {
              context.show(Observation.AFTER_RESULT_PATH, payload(node, input, result));
              return throughOutputPath(node);
            });
    return context.orFail(
        output, node -> leave(payload(node, input, result), assign, result, next));
  }

  @Override
  public Step pass(Payload passed, @Nullable Template assign, @Nullable String next) {
    return exit(passed, assign, next);
  }

  @Override
  public Step passOn(Payload effectiveInput, @Nullable Template assign, @Nullable String next) {
    if (PathExpression.ROOT.equals(path.outputPath())) {
      return leave(effectiveInput, assign, effectiveInput, next);
    }
    return context.orFail(
        throughOutputPath(effectiveInput.tree()),
        node -> leave(payload(node, effectiveInput), assign, effectiveInput, next));
  }

  @Override
  public Step caught(Catcher catcher, JsonNode errorOutput) {
    var resultPath = catcher.resultPath();
    var error = Payload.ofTree(errorOutput);
    if (resultPath == null) {
      return leave(context.input(), catcher.assign(), error, catcher.next());
    }
    return context.orFail(
        resultPath.apply(context.input().tree(), errorOutput),
        node -> leave(payload(node, error), catcher.assign(), error, catcher.next()));
  }

  /**
   * Leaves the state.
   *
   * @param assignable what {@code $} is in Assign
   */
  private Step leave(
      Payload output, @Nullable Template assign, Payload assignable, @Nullable String next) {
    return Leaving.with(context, output, assign, () -> bindings(assignable.tree()), next);
  }

  private Evaluated throughOutputPath(JsonNode node) {
    var output = path.outputPath();
    return output == null ? Evaluated.value(EMPTY_OBJECT.tree()) : output.evaluate(bindings(node));
  }

  @Override
  public StateFlow withOutput(@Nullable Template output) {
    return this;
  }

  @Override
  public Step.Fail unusable(String field, String pathCause, String cause) {
    return Step.Fail.runtime(context, pathCause);
  }

  @SuppressWarnings(
      "ReferenceEquality") // the very same tree, not one that looks alike: only its text may be
  // kept
  private static Payload payload(JsonNode node, Payload... knownTexts) {
    for (var known : knownTexts) {
      if (known.tree() == node) {
        return known;
      }
    }
    return Payload.ofTree(node);
  }
}
