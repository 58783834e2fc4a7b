package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.model.Payload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * The last thing that a state does: its output and its variables, if they are within the limits.
 */
final class Leaving {
  private static final SequencedMap<String, Payload> NOTHING =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  private Leaving() {}

  /**
   * Leaves the state.
   *
   * @param bindings what Assign reads; asked for only where there is one
   */
  static Step with(
      StateContext context,
      Payload output,
      @Nullable Template assign,
      Supplier<Bindings> bindings,
      @Nullable String next) {
    var refused = refusal(context, output);
    if (refused != null) {
      return refused;
    }
    return assign == null
        ? new Step.Exit(output, NOTHING, next)
        : context.orFail(
            assign.evaluate(bindings.get()), values -> assigning(context, output, values, next));
  }

  private static Step assigning(
      StateContext context, Payload output, JsonNode values, @Nullable String next) {
    var assigned = new LinkedHashMap<String, Payload>();
    for (var entry : values.properties()) {
      assigned.put(entry.getKey(), Payload.ofTree(entry.getValue()));
    }
    var refused = refusal(context, assigned);
    return refused == null
        ? new Step.Exit(output, Collections.unmodifiableSequencedMap(assigned), next)
        : refused;
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
      return value.isLargerThan(context.limits().payloadBytes())
          ? tooLarge(context.visit().stateName())
          : null;
    } catch (StreamConstraintsException tooDeep) {
      return tooDeep(context);
    }
  }

  /** Why variables cannot be assigned, or null when they can. Limits: quotas.md §1. */
  private static Step.@Nullable Fail refusal(
      StateContext context, SequencedMap<String, Payload> assigned) {
    var limits = context.limits();
    try {
      var bytes = 0L;
      for (var variable : assigned.entrySet()) {
        if (context.isVariableOfOuterScope(variable.getKey())) {
          return Step.Fail.runtime(
              context,
              "The variable '"
                  + variable.getKey()
                  + "' cannot be assigned here: it belongs to an outer scope.");
        }
        if (variable.getValue().isLargerThan(limits.variableBytes())) {
          return tooLarge(
              context,
              "The variable '" + variable.getKey() + "' is larger than",
              limits.variableBytes());
        }
        // Before the next one is written out: there may be thousands that hold the same large
        // value.
        bytes += variable.getValue().utf8Bytes();
        if (bytes > limits.assignBytes()) {
          return tooLarge(
              context, "The variables of one Assign are larger than", limits.assignBytes());
        }
      }
      return context.variableBytesAfter(assigned) > limits.executionVariableBytes()
          ? tooLarge(
              context,
              "The variables of the execution are larger than",
              limits.executionVariableBytes())
          : null;
    } catch (StreamConstraintsException tooDeep) {
      return tooDeep(context);
    }
  }

  private static Step.Fail tooLarge(StateContext context, String what, long bytes) {
    return Step.Fail.of(
        context.located(
            new StatesError(
                ErrorNames.DATA_LIMIT_EXCEEDED, what + " the limit of " + bytes + " bytes.")));
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

  /** The failure of a state whose result could not be read again. */
  static Step.Fail tooDeep(StateContext context) {
    return Step.Fail.runtime(
        context, "A value is nested more than " + Json.MAX_NESTING_DEPTH + " levels deep.");
  }
}
