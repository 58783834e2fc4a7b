package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Waiting;
import org.jspecify.annotations.Nullable;

/** What a state's handler wants to happen next; only the interpreter makes it happen. */
sealed interface Step {

  /**
   * The state is left.
   *
   * @param next the state to enter, or null to end the block
   */
  record Exit(Payload output, @Nullable String next) implements Step {}

  record Await(Waiting waiting) implements Step {}

  /**
   * The state fails.
   *
   * @param matchedAs the name that Retry and Catch see, where it differs from the one that is
   *     reported
   * @param fatal neither Retry nor Catch may handle it
   */
  record Fail(StatesError error, String matchedAs, boolean fatal) implements Step {
    static Fail of(StatesError error) {
      var name = error.name() == null ? "" : error.name();
      return new Fail(error, name, name.equals(ErrorNames.RUNTIME));
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

  /** Runs the processor of a Map for each item. */
  record ForkItems(int items, int concurrency) implements Step {}
}
