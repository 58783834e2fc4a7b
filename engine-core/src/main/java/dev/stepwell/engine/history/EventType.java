package dev.stepwell.engine.history;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The event types that this engine writes, in AWS's spelling. Source: history-events.md §2. */
public enum EventType {
  EXECUTION_STARTED("ExecutionStarted", "executionStartedEventDetails"),
  EXECUTION_SUCCEEDED("ExecutionSucceeded", "executionSucceededEventDetails"),
  EXECUTION_FAILED("ExecutionFailed", "executionFailedEventDetails"),
  EXECUTION_ABORTED("ExecutionAborted", "executionAbortedEventDetails"),
  EXECUTION_TIMED_OUT("ExecutionTimedOut", "executionTimedOutEventDetails"),
  EXECUTION_REDRIVEN("ExecutionRedriven", "executionRedrivenEventDetails"),
  PASS_STATE_ENTERED("PassStateEntered", EventType.ENTERED),
  PASS_STATE_EXITED("PassStateExited", EventType.EXITED),
  TASK_STATE_ENTERED("TaskStateEntered", EventType.ENTERED),
  TASK_STATE_EXITED("TaskStateExited", EventType.EXITED),
  TASK_STATE_ABORTED("TaskStateAborted", null),
  CHOICE_STATE_ENTERED("ChoiceStateEntered", EventType.ENTERED),
  CHOICE_STATE_EXITED("ChoiceStateExited", EventType.EXITED),
  WAIT_STATE_ENTERED("WaitStateEntered", EventType.ENTERED),
  WAIT_STATE_EXITED("WaitStateExited", EventType.EXITED),
  WAIT_STATE_ABORTED("WaitStateAborted", null),
  SUCCEED_STATE_ENTERED("SucceedStateEntered", EventType.ENTERED),
  SUCCEED_STATE_EXITED("SucceedStateExited", EventType.EXITED),
  FAIL_STATE_ENTERED("FailStateEntered", EventType.ENTERED),
  PARALLEL_STATE_ENTERED("ParallelStateEntered", EventType.ENTERED),
  PARALLEL_STATE_STARTED("ParallelStateStarted", null),
  PARALLEL_STATE_SUCCEEDED("ParallelStateSucceeded", null),
  PARALLEL_STATE_FAILED("ParallelStateFailed", null),
  PARALLEL_STATE_ABORTED("ParallelStateAborted", null),
  PARALLEL_STATE_EXITED("ParallelStateExited", EventType.EXITED),
  MAP_STATE_ENTERED("MapStateEntered", EventType.ENTERED),
  MAP_STATE_STARTED("MapStateStarted", "mapStateStartedEventDetails"),
  MAP_STATE_SUCCEEDED("MapStateSucceeded", null),
  MAP_STATE_FAILED("MapStateFailed", null),
  MAP_STATE_ABORTED("MapStateAborted", null),
  MAP_STATE_EXITED("MapStateExited", EventType.EXITED),
  MAP_ITERATION_STARTED("MapIterationStarted", "mapIterationStartedEventDetails"),
  MAP_ITERATION_SUCCEEDED("MapIterationSucceeded", "mapIterationSucceededEventDetails"),
  MAP_ITERATION_FAILED("MapIterationFailed", "mapIterationFailedEventDetails"),
  MAP_ITERATION_ABORTED("MapIterationAborted", "mapIterationAbortedEventDetails"),
  EVALUATION_FAILED("EvaluationFailed", "evaluationFailedEventDetails"),
  ACTIVITY_SCHEDULED("ActivityScheduled", "activityScheduledEventDetails"),
  ACTIVITY_STARTED("ActivityStarted", "activityStartedEventDetails"),
  ACTIVITY_SUCCEEDED("ActivitySucceeded", "activitySucceededEventDetails"),
  ACTIVITY_FAILED("ActivityFailed", "activityFailedEventDetails"),
  ACTIVITY_TIMED_OUT("ActivityTimedOut", "activityTimedOutEventDetails"),
  LAMBDA_FUNCTION_SCHEDULED("LambdaFunctionScheduled", "lambdaFunctionScheduledEventDetails"),
  LAMBDA_FUNCTION_STARTED("LambdaFunctionStarted", null),
  LAMBDA_FUNCTION_SUCCEEDED("LambdaFunctionSucceeded", "lambdaFunctionSucceededEventDetails"),
  LAMBDA_FUNCTION_FAILED("LambdaFunctionFailed", "lambdaFunctionFailedEventDetails"),
  LAMBDA_FUNCTION_TIMED_OUT("LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails"),
  TASK_SCHEDULED("TaskScheduled", "taskScheduledEventDetails"),
  TASK_STARTED("TaskStarted", "taskStartedEventDetails"),
  TASK_SUBMITTED("TaskSubmitted", "taskSubmittedEventDetails"),
  TASK_SUBMIT_FAILED("TaskSubmitFailed", "taskSubmitFailedEventDetails"),
  TASK_SUCCEEDED("TaskSucceeded", "taskSucceededEventDetails"),
  TASK_FAILED("TaskFailed", "taskFailedEventDetails"),
  TASK_TIMED_OUT("TaskTimedOut", "taskTimedOutEventDetails");

  private static final String ENTERED = "stateEnteredEventDetails";
  private static final String EXITED = "stateExitedEventDetails";

  private static final Set<EventType> MILESTONES =
      Collections.unmodifiableSet(EnumSet.range(EXECUTION_STARTED, EXECUTION_REDRIVEN));

  private static final Set<String> MILESTONE_NAMES =
      MILESTONES.stream().map(EventType::wireName).collect(Collectors.toUnmodifiableSet());

  private final String wireName;
  private final @Nullable String detailsKey;

  EventType(String wireName, @Nullable String detailsKey) {
    this.wireName = wireName;
    this.detailsKey = detailsKey;
  }

  /** The value of {@code type}. */
  public String wireName() {
    return wireName;
  }

  /** Whether an event of this type starts, ends or redrives the execution as a whole. */
  public boolean isMilestone() {
    return MILESTONES.contains(this);
  }

  /** As {@link #isMilestone()}, of the type that is stored by that name. */
  public static boolean isMilestone(String wireName) {
    return MILESTONE_NAMES.contains(wireName);
  }

  /** The member that holds the details, or null where an event of this type has none. */
  public @Nullable String detailsKey() {
    return detailsKey;
  }
}
