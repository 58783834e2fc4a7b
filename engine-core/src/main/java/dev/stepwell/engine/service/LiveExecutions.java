package dev.stepwell.engine.service;

import dev.stepwell.engine.live.ExecutionWatch;
import dev.stepwell.engine.live.Watches;
import dev.stepwell.engine.service.Executions.Description;
import dev.stepwell.engine.store.ExecutionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Executions as they go on, on whatever node. */
public final class LiveExecutions {
  private final Executions executions;
  private final ExecutionStore store;
  private final Watches watches;
  private final InstantSource clock;

  public LiveExecutions(
      Executions executions, ExecutionStore store, Watches watches, InstantSource clock) {
    this.executions = executions;
    this.store = store;
    this.watches = watches;
    this.clock = clock;
  }

  /**
   * The events of an execution, those to come included.
   *
   * @param afterEventId the last one that the reader has; 0: none
   */
  public Answer<EventStream> events(String executionArn, long afterEventId) {
    return watch(executionArn).map(watch -> new EventStream(store, watch, afterEventId));
  }

  private Answer<ExecutionWatch> watch(String executionArn) {
    return executions
        .id(executionArn)
        .then(id -> watches.open(id).map(Answer::given).orElseGet(LiveExecutions::tooMany));
  }

  static <T> Answer<T> tooMany() {
    return Answer.refused(
        Refusal.THROTTLED, "This node serves as many streams and waits as it may; try again");
  }

  /**
   * Starts, ends and redrives of a machine's executions.
   *
   * @param after where the reader was cut off; null: from now on
   */
  public Answer<MachineStream> machineEvents(
      String stateMachineArn, MachineStream.@Nullable Position after) {
    return executions
        .standardMachine(stateMachineArn)
        .then(machine -> {
          var from = after == null ? now() : after;
          return watches
              .openMachine(machine.key().stateMachineId())
              .map(watch ->
                  Answer.given(
                      new MachineStream(
                          store,
                          watch,
                          name -> machine.arns().execution(machine.name(), name),
                          from)))
              .orElseGet(LiveExecutions::tooMany);
        });
  }

  private MachineStream.Position now() {
    return MachineStream.Position.before(store.milestoneNews(Set.of(), 0).horizon());
  }

  /** An execution once it is closed, or as it is after that time. */
  public Answer<Description> awaitEnd(String executionArn, Duration atMost) {
    return watch(executionArn)
        .then(watch -> {
          try (watch) {
            awaitEnd(watch, atMost);
          }
          return executions.describe(executionArn);
        });
  }

  private void awaitEnd(ExecutionWatch watch, Duration atMost) {
    var end = clock.instant().plus(atMost);
    while (isOpen(watch)) {
      var left = Duration.between(clock.instant(), end);
      if (!left.isPositive()) {
        return;
      }
      watch.await(left);
    }
  }

  private static boolean isOpen(ExecutionWatch watch) {
    var latest = watch.latest();
    return !watch.isEnded() && latest != null && !latest.status().isClosed();
  }
}
