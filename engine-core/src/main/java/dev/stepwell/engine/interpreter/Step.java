package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Waiting;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a state's handler wants to happen next; only the interpreter makes it happen. */
sealed interface Step {

  /**
   * The state is left.
   *
   * @param assigned new values of variables, in the order of the definition
   * @param next the state to enter, or null to end the block
   */
  record Exit(Payload output, SequencedMap<String, Payload> assigned, @Nullable String next)
      implements Step {}

  record Await(Waiting waiting) implements Step {}

  /**
   * The state fails.
   *
   * @param matchedAs the name that Retry and Catch see, where it differs from the one that is
   *     reported
   * @param fatal neither Retry nor Catch may handle it
   * @param evaluation set where an EvaluationFailed event has to tell it, else null
   */
  record Fail(StatesError error, String matchedAs, boolean fatal, @Nullable Evaluation evaluation)
      implements Step {
    static Fail of(StatesError error) {
      return of(error, null);
    }

    /** The failure of an expression, where the history has not named the state yet. */
    static Fail of(StateContext context, Evaluated.Failed failed) {
      var location = failed.location();
      return location == null
          ? of(context.located(failed.error()))
          : evaluation(context, failed.error(), location);
    }

    /**
     * A JSONata field that cannot be evaluated, or has a value that cannot be used.
     *
     * @param location the field; null when none is to blame
     */
    static Fail evaluation(StateContext context, StatesError error, @Nullable String location) {
      return of(context.located(error), new Evaluation(location));
    }

    private static Fail of(StatesError error, @Nullable Evaluation evaluation) {
      var name = error.name() == null ? "" : error.name();
      return new Fail(error, name, name.equals(ErrorNames.RUNTIME), evaluation);
    }

    /**
     * A run-time error of the execution itself: it ends the execution, whatever Retry and Catch
     * say.
     */
    static Fail runtime(StateContext context, String cause) {
      return of(context.located(new StatesError(ErrorNames.RUNTIME, cause)));
    }
  }

  /**
   * What an EvaluationFailed event tells beside the error.
   *
   * @param location the field, spelled as in {@code Output/result}; null when none is to blame
   */
  record Evaluation(@Nullable String location) {}

  /**
   * Offers a task to the workers of an activity.
   *
   * @param timeoutSeconds null where the definition sets none
   * @param heartbeatSeconds null where the definition sets none
   */
  record ScheduleActivity(
      String activityArn,
      Payload input,
      @Nullable Long timeoutSeconds,
      @Nullable Long heartbeatSeconds)
      implements Step {}

  /** Runs every branch of a Parallel with the same input. */
  record ForkBranches(Payload input) implements Step {}

  /**
   * Runs the processor of a Map for each item.
   *
   * @param items to be remembered; null where an iteration finds its own in the state input at once
   */
  record ForkItems(int count, int concurrency, @Nullable Payload items) implements Step {}
}
