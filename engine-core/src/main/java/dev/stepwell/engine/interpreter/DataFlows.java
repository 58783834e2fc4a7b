package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.asl.model.DataFlow.JsonPathFlow;
import dev.stepwell.asl.model.DataFlow.JsonataFlow;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * The pipeline InputPath → Parameters → work → ResultSelector → ResultPath → OutputPath. Source:
 * asl.md §3.
 *
 * <p>A value that passes through unchanged stays the same {@link Payload}: AWS hands on its very
 * text, white space included (recorded: test_parallel_state_nested), and nothing is parsed or
 * written for it.
 */
final class DataFlows {
  private static final Payload EMPTY_OBJECT = Payload.ofTree(Json.object());

  private DataFlows() {}

  /** Goes on with what the state's work gets: the state input through InputPath and Parameters. */
  static Step withEffectiveInput(
      DataFlow flow, StateContext context, Function<Payload, Step> work) {
    return takesInputAsItIs(jsonPath(flow))
        ? work.apply(context.input())
        : orFail(
            context,
            effectiveInput(flow, context),
            node -> work.apply(payload(node, context.input())));
  }

  /**
   * The effective input again, of a state whose work began with it: the same arguments give the
   * same answer.
   */
  static Payload requireEffectiveInput(DataFlow flow, StateContext context) {
    if (takesInputAsItIs(jsonPath(flow))) {
      return context.input();
    }
    return switch (effectiveInput(flow, context)) {
      case Evaluated.Value(var node) -> payload(node, context.input());
      case Evaluated.Failed(var error, _) ->
          throw new IllegalStateException("an input that was there is gone: " + error);
    };
  }

  /** What the state's work gets, as a tree. */
  static Evaluated effectiveInput(DataFlow flow, StateContext context) {
    var path = jsonPath(flow);
    var inputPath = path.inputPath();
    var selected =
        inputPath == null
            ? Evaluated.value(EMPTY_OBJECT.tree())
            : inputPath.evaluate(context.bindings());
    var parameters = path.parameters();
    return parameters == null
        ? selected
        : selected.then(node -> parameters.evaluate(context.bindings(node)));
  }

  private static boolean takesInputAsItIs(JsonPathFlow path) {
    return PathExpression.ROOT.equals(path.inputPath()) && path.parameters() == null;
  }

  /**
   * Leaves the state with the output that its result makes: through ResultSelector, ResultPath and
   * OutputPath.
   */
  static Step exit(DataFlow flow, StateContext context, Payload result, @Nullable String next) {
    var path = jsonPath(flow);
    if (path.resultSelector() == null
        && ReferencePath.ROOT.equals(path.resultPath())
        && PathExpression.ROOT.equals(path.outputPath())) {
      return leave(context, result, next);
    }
    var selector = path.resultSelector();
    var selected =
        selector == null
            ? Evaluated.value(result.tree())
            : selector.evaluate(context.bindings(result.tree()));
    var resultPath = path.resultPath();
    var output =
        selected
            .then(node ->
                resultPath == null
                    ? Evaluated.value(context.input().tree())
                    : resultPath.apply(context.input().tree(), node))
            .then(node -> outputPath(path, context, node));
    return orFail(
        context, output, node -> leave(context, payload(node, context.input(), result), next));
  }

  /** Leaves a state without a result of its own: its effective input through OutputPath. */
  static Step passOn(
      DataFlow flow, StateContext context, Payload effectiveInput, @Nullable String next) {
    var path = jsonPath(flow);
    if (PathExpression.ROOT.equals(path.outputPath())) {
      return leave(context, effectiveInput, next);
    }
    return orFail(
        context,
        outputPath(path, context, effectiveInput.tree()),
        node -> leave(context, payload(node, effectiveInput), next));
  }

  /** Goes on with the value, or fails the state with the located error. */
  static Step orFail(StateContext context, Evaluated evaluated, Function<JsonNode, Step> next) {
    return switch (evaluated) {
      case Evaluated.Value(var node) -> next.apply(node);
      case Evaluated.Failed(var error, _) -> Step.Fail.of(context.located(error));
    };
  }

  /**
   * The failure of a state whose result is too large.
   *
   * @param resource the state, or what its task calls
   */
  static Step.Fail tooLarge(String resource) {
    return Step.Fail.of(
        new StatesError(
            ErrorNames.DATA_LIMIT_EXCEEDED,
            "The state/task '"
                + resource
                + "' returned a result with a size exceeding the maximum number of bytes service limit."));
  }

  private static Step leave(StateContext context, Payload output, @Nullable String next) {
    var refused = refusal(context, output);
    return refused == null ? new Step.Exit(output, next) : refused;
  }

  /** Why a value that a state has made cannot go on, or null when it can. */
  @SuppressWarnings("ReferenceEquality") // the very same payload was checked before
  static Step.@Nullable Fail refusal(StateContext context, Payload value) {
    // Every value was checked when it came to be; only a new one can be too large, or nested too
    // deeply to be read again.
    if (value == context.input()) {
      return null;
    }
    try {
      return value.utf8Bytes() > context.limits().payloadBytes()
          ? tooLarge(context.visit().stateName())
          : null;
    } catch (StreamConstraintsException tooDeep) {
      return tooDeep(context);
    }
  }

  /** The failure of a state whose result could not be read again. */
  static Step.Fail tooDeep(StateContext context) {
    return Step.Fail.runtime(
        context, "A value is nested more than " + Json.MAX_NESTING_DEPTH + " levels deep.");
  }

  private static Evaluated outputPath(JsonPathFlow path, StateContext context, JsonNode node) {
    var output = path.outputPath();
    return output == null
        ? Evaluated.value(EMPTY_OBJECT.tree())
        : output.evaluate(context.bindings(node));
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

  private static JsonPathFlow jsonPath(DataFlow flow) {
    return switch (flow) {
      case JsonPathFlow path -> path;
      // The parser refuses JSONata definitions, so that none can get here.
      case JsonataFlow jsonata ->
          throw new IllegalStateException("a JSONata state reached the interpreter: " + jsonata);
    };
  }
}
