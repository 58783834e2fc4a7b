package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.PassState;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Visit;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One state on its own, by the same handlers as in an execution: what it does up to its work, and
 * what it makes of the outcome of that work. Pure, as the interpreter is. Source: api.md §7.
 */
public final class StateTest {
  private static final StatesError THRESHOLD_EXCEEDED =
      new StatesError(
          ErrorNames.EXCEED_TOLERATED_FAILURE_THRESHOLD,
          "The specified tolerated failure threshold was exceeded");

  private final State state;
  private final int earlierRetries;
  private final StateContext context;
  private final Map<Observation, Payload> seen = new EnumMap<>(Observation.class);

  /**
   * What a test gives to the state.
   *
   * @param input of the state
   * @param variables in its reach
   * @param contextObject {@code $$}
   * @param itemsRead an array: what an ItemReader has read; null where the state has none
   * @param earlierRetries how often the Retrier that matches has been used before
   */
  public record Given(
      Payload input,
      Variables variables,
      JsonNode contextObject,
      @Nullable JsonNode itemsRead,
      int earlierRetries) {}

  /**
   * A test of one state.
   *
   * @param header of an execution that never is
   * @param machine whose state it is
   */
  public StateTest(
      State state,
      Given given,
      ExecutionHeader header,
      RunnableMachine machine,
      Limits limits,
      Instant now) {
    this.state = state;
    this.earlierRetries = given.earlierRetries();
    var run =
        new Run(
            machine,
            ExecutionState.beforeStart(header, now),
            now,
            limits,
            activityArn -> true,
            CallQueues.NONE,
            (id, scheduledEventId, startedEventId) -> "");
    var visit = new Visit(state.name(), 0, 1, now, given.input(), List.of());
    var scope =
        new Scope(
            Scope.ROOT_ID,
            Scope.NO_PARENT,
            0,
            1,
            new Phase.Entering(state.name(), given.input()),
            given.variables());
    this.context = new StateContext(run, scope, visit, onlooker(given));
  }

  private StateContext.Onlooker onlooker(Given given) {
    return new StateContext.Onlooker() {
      @Override
      public void see(Observation observation, Payload value) {
        seen.put(observation, value);
      }

      @Override
      public JsonNode contextObject() {
        return given.contextObject();
      }

      @Override
      public @Nullable JsonNode itemsRead() {
        return given.itemsRead();
      }
    };
  }

  /** How far a state comes by itself. */
  public sealed interface Stage {
    record Ended(Result result) implements Stage {}

    /** A Task whose work is to be done, or mocked. */
    record Working(
        TaskResource resource,
        Payload input,
        @Nullable Long timeoutSeconds,
        @Nullable String roleArn)
        implements Stage {}

    /**
     * A Parallel or Map whose result is to be mocked.
     *
     * @param size how many branches or items there are
     */
    record Forking(int size) implements Stage {}
  }

  /** TestState's own words. */
  public enum Status {
    SUCCEEDED,
    FAILED,
    RETRIABLE,
    CAUGHT_ERROR
  }

  /**
   * What the test shows.
   *
   * @param assigned new values of variables
   * @param next the state that would follow, or null
   * @param seen what was shown on the way, in the members that the type of the state has
   */
  public record Result(
      Status status,
      @Nullable Payload output,
      Map<String, Payload> assigned,
      @Nullable StatesError error,
      @Nullable String next,
      Map<Observation, Payload> seen,
      ErrorDetails errorDetails) {}

  /** Which Retrier and Catcher handle an error, each null where none does. */
  public record ErrorDetails(
      @Nullable Integer catchIndex,
      @Nullable Integer retryIndex,
      @Nullable Long retryBackoffIntervalSeconds) {
    static final ErrorDetails NONE = new ErrorDetails(null, null, null);

    public boolean isEmpty() {
      return catchIndex == null && retryIndex == null;
    }
  }

  /** Enters the state. */
  public Stage enter() {
    if (state instanceof FailState) {
      // It has no InputPath, and is shown as if it had one (recorded).
      context.show(Observation.AFTER_INPUT_PATH, context.input());
    }
    return switch (Handlers.enter(state, context)) {
      case Step.Exit exit -> new Stage.Ended(succeeded(exit));
      case Step.Fail fail -> new Stage.Ended(failed(fail));
      case Step.Schedule schedule ->
          new Stage.Working(
              schedule.resource(), schedule.input(), schedule.timeoutSeconds(), schedule.roleArn());
      case Step.ForkBranches _ -> new Stage.Forking(((ParallelState) state).branches().size());
      case Step.ForkItems items -> new Stage.Forking(items.count());
      // Nobody waits for the end of a Wait.
      case Step.Await _ -> new Stage.Ended(ended(Handlers.WAIT.resume((WaitState) state, context)));
    };
  }

  /** What the state makes of the result of its work. */
  public Result completed(Payload result) {
    return ended(
        switch (state) {
          case TaskState task -> Handlers.TASK.completed(task, context, result);
          case MapState map -> Handlers.MAP.joined(map, context, result);
          case ParallelState parallel -> Handlers.PARALLEL.joined(parallel, context, result);
          case State other -> throw new IllegalStateException("no work: " + other.name());
        });
  }

  /**
   * What a Map makes of the result of its iterations.
   *
   * @param failed how many of them failed
   */
  public Result iterated(Payload result, int iterations, int failed) {
    return isExceeded(Observation.TOLERATED_FAILURE_COUNT, failed)
            || isExceeded(
                Observation.TOLERATED_FAILURE_PERCENTAGE, 100.0 * failed / Math.max(1, iterations))
        ? failed(THRESHOLD_EXCEEDED)
        : completed(result);
  }

  /** A threshold that is not set is not exceeded (recorded: test_map_state_failure_count). */
  private boolean isExceeded(Observation threshold, double failed) {
    var tolerated = seen.get(threshold);
    return tolerated != null && failed > tolerated.tree().doubleValue();
  }

  /** What the state makes of the failure of its work. */
  public Result failed(StatesError error) {
    return failed(Step.Fail.of(error));
  }

  /** What the state makes of work whose result is larger than any may be. */
  public Result tooLarge() {
    return failed(Leaving.tooLarge(Tasks.nameOf((TaskState) state)));
  }

  private Result ended(Step step) {
    return switch (step) {
      case Step.Exit exit -> succeeded(exit);
      case Step.Fail fail -> failed(fail);
      case Step other -> throw new IllegalStateException("not an end: " + other);
    };
  }

  private Result succeeded(Step.Exit exit) {
    return new Result(
        Status.SUCCEEDED,
        exit.output(),
        exit.assigned(),
        null,
        exit.next(),
        shown(),
        ErrorDetails.NONE);
  }

  private Result failed(Step.Fail fail) {
    var error = fail.error();
    if (fail.fatal()) {
      return failure(Status.FAILED, error, ErrorDetails.NONE);
    }
    var retriers = StateTypes.retriers(state);
    Integer retryIndex = null;
    for (var i = 0; i < retriers.size(); i++) {
      if (retriers.get(i).matches(fail.matchedAs())) {
        retryIndex = i;
        if (earlierRetries < retriers.get(i).maxAttempts()) {
          var seconds = (long) retriers.get(i).delaySeconds(earlierRetries);
          return failure(Status.RETRIABLE, error, new ErrorDetails(null, i, seconds));
        }
        break;
      }
    }
    return caught(fail, retryIndex);
  }

  private Result caught(Step.Fail fail, @Nullable Integer retryIndex) {
    var error = fail.error();
    var catchers = StateTypes.catchers(state);
    for (var i = 0; i < catchers.size(); i++) {
      if (catchers.get(i).matches(fail.matchedAs())) {
        var details = new ErrorDetails(i, retryIndex, null);
        var errorOutput = Json.object().put("Error", error.name()).put("Cause", error.cause());
        return switch (StateFlow.of(state, context).caught(catchers.get(i), errorOutput)) {
          case Step.Exit exit ->
              new Result(
                  Status.CAUGHT_ERROR,
                  exit.output(),
                  exit.assigned(),
                  error,
                  exit.next(),
                  shown(),
                  details);
          case Step.Fail inCatcher -> failure(Status.FAILED, inCatcher.error(), details);
          case Step other -> throw new IllegalStateException("not an end: " + other);
        };
      }
    }
    return failure(Status.FAILED, error, new ErrorDetails(null, retryIndex, null));
  }

  private Result failure(Status status, StatesError error, ErrorDetails details) {
    return new Result(status, null, Map.of(), error, null, shown(), details);
  }

  // ---- what is shown ----

  private Map<Observation, Payload> shown() {
    var shown = new EnumMap<>(seen);
    shown.keySet().retainAll(members());
    return Collections.unmodifiableMap(shown);
  }

  /** The members that AWS shows for the type of the state (recorded: test_state). */
  private Set<Observation> members() {
    var isJsonata = state.queryLanguage() == QueryLanguage.JSONATA;
    var afterResult = EnumSet.of(Observation.AFTER_RESULT_SELECTOR, Observation.AFTER_RESULT_PATH);
    var members =
        switch (state) {
          case TaskState _ when isJsonata ->
              EnumSet.of(Observation.AFTER_ARGUMENTS, Observation.RESULT);
          case MapState _ when isJsonata ->
              EnumSet.of(
                  Observation.MAX_CONCURRENCY,
                  Observation.TOLERATED_FAILURE_COUNT,
                  Observation.TOLERATED_FAILURE_PERCENTAGE);
          case State _ when isJsonata -> EnumSet.noneOf(Observation.class);
          case PassState pass when pass.result() != null -> EnumSet.of(Observation.RESULT);
          case PassState _ ->
              EnumSet.of(Observation.AFTER_INPUT_PATH, Observation.AFTER_PARAMETERS);
          case TaskState _ ->
              EnumSet.of(
                  Observation.AFTER_INPUT_PATH, Observation.AFTER_PARAMETERS, Observation.RESULT);
          case MapState _ ->
              EnumSet.of(
                  Observation.AFTER_INPUT_PATH,
                  Observation.AFTER_ITEMS_PATH,
                  Observation.MAX_CONCURRENCY,
                  Observation.TOLERATED_FAILURE_COUNT,
                  Observation.TOLERATED_FAILURE_PERCENTAGE);
          case ParallelState _ -> EnumSet.noneOf(Observation.class);
          case State _ -> EnumSet.of(Observation.AFTER_INPUT_PATH);
        };
    if (!isJsonata) {
      members.addAll(afterResult);
    }
    return members;
  }
}
