package dev.stepwell.asl.reader;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.intrinsic.IntrinsicParser;
import dev.stepwell.asl.jsonata.ResultType;
import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.asl.model.DataFlow.JsonPathFlow;
import dev.stepwell.asl.model.DataFlow.JsonataFlow;
import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.MapState.Distribution;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.PassState;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.Retrier;
import dev.stepwell.asl.model.Retrier.JitterStrategy;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.SucceedState;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.asl.model.WaitState.WaitFor;
import dev.stepwell.asl.resource.ResourceArn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one state, in its own language. */
final class StateReader {
  private StateReader() {}

  static State read(String name, Fields state) {
    var type = state.requireText("Type");
    return switch (type) {
      case "Pass" -> pass(name, state);
      case "Task" -> task(name, state);
      case "Choice" -> choice(name, state);
      case "Wait" -> wait(name, state);
      case "Succeed" -> new SucceedState(name, comment(state), state.language(), flow(state));
      case "Fail" ->
          new FailState(
              name,
              comment(state),
              state.language(),
              failText(state, "Error"),
              failText(state, "Cause"));
      case "Parallel" -> parallel(name, state);
      case "Map" -> map(name, state);
      default -> throw new IllegalStateException("unchecked definition: type " + type);
    };
  }

  private static PassState pass(String name, Fields state) {
    return new PassState(
        name,
        comment(state),
        state.language(),
        flow(state),
        state.find("Result"),
        state.template("Assign"),
        state.text("Next"));
  }

  private static TaskState task(String name, Fields state) {
    return new TaskState(
        name,
        comment(state),
        state.language(),
        flow(state),
        ResourceArn.parse(state.requireText("Resource")).orElseThrow(),
        state.template("Credentials"),
        state.literalOrPath("TimeoutSeconds", ResultType.NUMBER),
        state.literalOrPath("HeartbeatSeconds", ResultType.NUMBER),
        state.each("Retry", StateReader::retrier),
        state.each("Catch", StateReader::catcher),
        state.template("Assign"),
        state.text("Next"));
  }

  private static ChoiceState choice(String name, Fields state) {
    return new ChoiceState(
        name,
        comment(state),
        state.language(),
        flow(state),
        state.each("Choices", ChoiceRuleReader::readChoice),
        state.text("Default"),
        state.template("Assign"));
  }

  private static WaitState wait(String name, Fields state) {
    var seconds = state.literalOrPath("Seconds", ResultType.NUMBER);
    var waitFor =
        seconds != null
            ? new WaitFor.Seconds(seconds)
            : new WaitFor.Timestamp(
                requireExpression(state.literalOrPath("Timestamp", ResultType.STRING)));
    return new WaitState(
        name,
        comment(state),
        state.language(),
        flow(state),
        waitFor,
        state.template("Assign"),
        state.text("Next"));
  }

  private static ParallelState parallel(String name, Fields state) {
    return new ParallelState(
        name,
        comment(state),
        state.language(),
        flow(state),
        state.each("Branches", branch -> ModelReader.readBlock(state.block(branch.object()))),
        state.each("Retry", StateReader::retrier),
        state.each("Catch", StateReader::catcher),
        state.template("Assign"),
        state.text("Next"));
  }

  private static MapState map(String name, Fields state) {
    var itemProcessor = state.find("ItemProcessor");
    var processor = itemProcessor == null ? state.require("Iterator") : itemProcessor;
    var itemSelector = state.template("ItemSelector");
    return new MapState(
        name,
        comment(state),
        state.language(),
        mapFlow(state),
        items(state),
        itemSelector == null ? state.template("Parameters") : itemSelector,
        ModelReader.readBlock(state.block(processor)),
        distribution(state, processor),
        state.literalOrPath("MaxConcurrency", ResultType.NUMBER),
        state.literalOrPath("ToleratedFailureCount", ResultType.NUMBER),
        state.literalOrPath("ToleratedFailurePercentage", ResultType.NUMBER),
        state.each("Retry", StateReader::retrier),
        state.each("Catch", StateReader::catcher),
        state.template("Assign"),
        state.text("Next"));
  }

  private static @Nullable Distribution distribution(Fields state, JsonNode processor) {
    return Distribution.isAskedFor(processor)
        ? new Distribution(state.find("ItemReader") != null, state.find("ResultWriter") != null)
        : null;
  }

  private static @Nullable String comment(Fields state) {
    return state.text("Comment");
  }

  /** In JSONata null when absent, in JSONPath the effective input. */
  private static @Nullable Expression items(Fields state) {
    if (state.language() == QueryLanguage.JSONATA) {
      return state.literalOrPath("Items", ResultType.ARRAY);
    }
    return state.find("ItemsPath") == null ? PathExpression.ROOT : state.path("ItemsPath");
  }

  private static DataFlow flow(Fields state) {
    if (state.language() == QueryLanguage.JSONATA) {
      return new JsonataFlow(state.template("Arguments"), state.template("Output"));
    }
    return sharedIfIdentity(
        new JsonPathFlow(
            state.pathOrNull("InputPath"),
            state.template("Parameters"),
            state.template("ResultSelector"),
            state.referencePathOrNull("ResultPath"),
            state.pathOrNull("OutputPath")));
  }

  /** On a Map, Parameters is the legacy name of ItemSelector. */
  private static DataFlow mapFlow(Fields state) {
    if (state.language() == QueryLanguage.JSONATA) {
      return flow(state);
    }
    return sharedIfIdentity(
        new JsonPathFlow(
            state.pathOrNull("InputPath"),
            null,
            state.template("ResultSelector"),
            state.referencePathOrNull("ResultPath"),
            state.pathOrNull("OutputPath")));
  }

  private static JsonPathFlow sharedIfIdentity(JsonPathFlow flow) {
    return flow.equals(JsonPathFlow.IDENTITY) ? JsonPathFlow.IDENTITY : flow;
  }

  /** The failure of ErrorPath and CausePath names the field. Recorded: test_invalid_jsonpath. */
  private static @Nullable Expression failText(Fields state, String field) {
    var pathField = field + "Path";
    var text = state.text(pathField);
    if (text != null && text.startsWith(IntrinsicParser.PREFIX)) {
      return IntrinsicParser.parse(text).orElseThrow();
    }
    var expression = state.literalOrPath(field, ResultType.STRING);
    return expression instanceof PathExpression path ? path.forField(pathField) : expression;
  }

  private static Expression requireExpression(@Nullable Expression expression) {
    if (expression == null) {
      throw new IllegalStateException("unchecked definition: a Wait state without a time");
    }
    return expression;
  }

  private static Retrier retrier(Fields retrier) {
    var jitter = retrier.text("JitterStrategy");
    return new Retrier(
        retrier.texts("ErrorEquals"),
        retrier.integer("IntervalSeconds", 1),
        retrier.integer("MaxAttempts", 3),
        retrier.number("BackoffRate", 2),
        retrier.integer("MaxDelaySeconds"),
        jitter == null ? JitterStrategy.NONE : JitterStrategy.valueOf(jitter));
  }

  private static Catcher catcher(Fields catcher) {
    return new Catcher(
        catcher.texts("ErrorEquals"),
        catcher.requireText("Next"),
        catcher.referencePathOrNull("ResultPath"),
        catcher.template("Output"),
        catcher.template("Assign"));
  }
}
