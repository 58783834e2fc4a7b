package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.asl.model.WaitState.WaitFor;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Waiting;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Wait: a time that has passed is no wait at all. Texts: asl.md §9. */
final class WaitHandler implements StateHandler<WaitState> {
  @Override
  public Step enter(WaitState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input ->
        switch (state.duration()) {
          case WaitFor.Seconds(var value) ->
              evaluated(
                  value,
                  "SecondsPath",
                  flow,
                  context,
                  input,
                  node -> waitSeconds(state, flow, context, input, value, node));
          case WaitFor.Timestamp(var value) ->
              evaluated(
                  value,
                  "TimestampPath",
                  flow,
                  context,
                  input,
                  node -> waitUntil(state, flow, context, input, value, node));
        });
  }

  /** The wait is over. */
  Step resume(WaitState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input -> flow.passOn(input, state.assign(), state.next()));
  }

  private static Step evaluated(
      Expression value,
      String field,
      StateFlow flow,
      StateContext context,
      Payload input,
      Function<JsonNode, Step> next) {
    return switch (value.evaluate(flow.bindings(input.tree()))) {
      case Evaluated.Value(var node) -> next.apply(node);
      case Evaluated.Failed _ when value instanceof PathExpression ->
          Step.Fail.runtime(
              context,
              "The " + field + " parameter does not reference an input value: " + value.text());
      case Evaluated.Failed failed -> Step.Fail.of(context, failed);
    };
  }

  private static Step waitSeconds(
      WaitState state,
      StateFlow flow,
      StateContext context,
      Payload input,
      Expression value,
      JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      return flow.unusable(
          "Seconds",
          "The SecondsPath parameter cannot be parsed as a long value: "
              + value.text()
              + " == "
              + node,
          "The Seconds field cannot be parsed as a long value: " + node);
    }
    var seconds = node.longValue();
    if (seconds < 0) {
      return flow.unusable(
          "Seconds",
          "The SecondsPath parameter references a negative value: " + value.text() + " == " + node,
          "The Seconds field has a negative value: " + node);
    }
    return seconds > context.limits().waitSeconds()
        ? tooLong(context)
        : until(state, flow, context, input, context.now().plusSeconds(seconds));
  }

  private static Step waitUntil(
      WaitState state,
      StateFlow flow,
      StateContext context,
      Payload input,
      Expression value,
      JsonNode node) {
    try {
      if (node.isString()) {
        var time =
            OffsetDateTime.parse(node.stringValue(), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant();
        return time.isAfter(context.now().plusSeconds(context.limits().waitSeconds()))
            ? tooLong(context)
            : until(state, flow, context, input, time);
      }
    } catch (DateTimeParseException notATime) {
      // Told below, with every other value that is no timestamp.
    }
    var found = node.isString() ? node.stringValue() : node.toString();
    return flow.unusable(
        "Timestamp",
        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
            + value.text()
            + " == "
            + found,
        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
            + found);
  }

  private static Step until(
      WaitState state, StateFlow flow, StateContext context, Payload input, Instant end) {
    return end.isAfter(context.now())
        ? new Step.Await(new Waiting.OnTimer(ceilMillis(end)))
        : flow.passOn(input, state.assign(), state.next());
  }

  /** Time is counted in milliseconds here, and no wait may end early. */
  private static Instant ceilMillis(Instant time) {
    var millis = time.truncatedTo(ChronoUnit.MILLIS);
    return millis.equals(time) ? time : millis.plusMillis(1);
  }

  private static Step tooLong(StateContext context) {
    return Step.Fail.runtime(context, "Wait state delay is too long.");
  }
}
