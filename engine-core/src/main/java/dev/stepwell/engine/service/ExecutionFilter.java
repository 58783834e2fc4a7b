package dev.stepwell.engine.service;

import dev.stepwell.engine.model.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are wanted; null says nothing. Times are cut to the millisecond.
 *
 * @param stateMachineArn of a machine, or of a version or alias: then only what was started through
 *     it
 * @param startedFrom the earliest start
 * @param startedBefore the first start that is too late
 * @param stoppedFrom the earliest stop
 * @param stoppedBefore the first stop that is too late
 * @param tag a tag of the execution's machine
 * @param error the error that it ended with
 * @param search a text that its input, output, error or cause has, capitals and all
 */
public record ExecutionFilter(
    @Nullable String stateMachineArn,
    @Nullable ExecutionStatus status,
    @Nullable Instant startedFrom,
    @Nullable Instant startedBefore,
    @Nullable Instant stoppedFrom,
    @Nullable Instant stoppedBefore,
    Tags.@Nullable Tag tag,
    @Nullable String error,
    @Nullable String search) {

  /** The same, of one status only. */
  public ExecutionFilter withStatus(ExecutionStatus newStatus) {
    return new ExecutionFilter(
        stateMachineArn,
        newStatus,
        startedFrom,
        startedBefore,
        stoppedFrom,
        stoppedBefore,
        tag,
        error,
        search);
  }
}
