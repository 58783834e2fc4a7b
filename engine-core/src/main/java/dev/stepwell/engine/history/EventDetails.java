package dev.stepwell.engine.history;

import dev.stepwell.engine.model.Payload;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that details take; null members are absent on the wire. Source: history-events.md §2.
 */
public sealed interface EventDetails {

  /** An event type without details. */
  record None() implements EventDetails {
    public static final None INSTANCE = new None();
  }

  record ExecutionStarted(Payload input, String roleArn) implements EventDetails {}

  /**
   * An execution goes on that had been closed.
   *
   * @param redriveCount 1 for the first time
   */
  record ExecutionRedriven(int redriveCount) implements EventDetails {}

  /** ExecutionSucceeded, ActivitySucceeded. */
  record Output(Payload output) implements EventDetails {}

  /** Every event that reports an error. */
  record Failure(@Nullable String error, @Nullable String cause) implements EventDetails {}

  /**
   * A state was entered.
   *
   * @param input the raw state input, before InputPath
   */
  record StateEntered(String name, Payload input) implements EventDetails {}

  /**
   * A state was left.
   *
   * @param assignedVariables what its Assign has made, in the order of the definition; empty when
   *     nothing
   */
  record StateExited(String name, Payload output, SequencedMap<String, Payload> assignedVariables)
      implements EventDetails {}

  /**
   * A JSONata field could not be evaluated, or its value not be used.
   *
   * @param state its name
   * @param location the field, spelled as in {@code Output/result}; null when no field is to blame
   */
  record EvaluationFailed(
      @Nullable String error, @Nullable String cause, String state, @Nullable String location)
      implements EventDetails {}

  /**
   * A task was offered to an activity.
   *
   * @param timeoutInSeconds null where the definition sets none
   * @param heartbeatInSeconds null where the definition sets none
   */
  record ActivityScheduled(
      String resource,
      Payload input,
      @Nullable Long timeoutInSeconds,
      @Nullable Long heartbeatInSeconds)
      implements EventDetails {}

  /**
   * A function was called by its own ARN.
   *
   * @param timeoutInSeconds null where the definition sets none
   * @param roleArn the role of the state's Credentials, or null
   */
  record LambdaFunctionScheduled(
      String resource, Payload input, @Nullable Long timeoutInSeconds, @Nullable String roleArn)
      implements EventDetails {}

  /** An operation of a service, as the events of its task name it. */
  record Service(String resourceType, String resource) {}

  /**
   * An operation of a service was called.
   *
   * @param timeoutInSeconds null where the definition sets none
   * @param heartbeatInSeconds null where the definition sets none
   * @param roleArn the role of the state's Credentials, or null
   */
  record TaskScheduled(
      Service service,
      String region,
      Payload parameters,
      @Nullable Long timeoutInSeconds,
      @Nullable Long heartbeatInSeconds,
      @Nullable String roleArn)
      implements EventDetails {}

  record TaskStarted(Service service) implements EventDetails {}

  /** TaskSubmitted, TaskSucceeded. */
  record TaskOutput(Service service, Payload output) implements EventDetails {}

  /** TaskFailed, TaskTimedOut, TaskSubmitFailed. */
  record TaskFailure(Service service, @Nullable String error, @Nullable String cause)
      implements EventDetails {}

  record ActivityStarted(@Nullable String workerName) implements EventDetails {}

  /**
   * A Map began its iterations.
   *
   * @param length number of items
   */
  record MapStateStarted(int length) implements EventDetails {}

  /**
   * An iteration of a Map began or ended.
   *
   * @param name of the Map state
   */
  record MapIteration(String name, int index) implements EventDetails {}
}
