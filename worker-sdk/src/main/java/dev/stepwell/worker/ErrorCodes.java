package dev.stepwell.worker;

import java.util.Set;

/** Error codes of the service, and error names that the worker gives to failures of its own. */
final class ErrorCodes {
  static final String ACTIVITY_DOES_NOT_EXIST = "ActivityDoesNotExist";
  static final String INVALID_OUTPUT = "InvalidOutput";

  /** Output over the limit of the service. */
  static final String OUTPUT_TOO_LARGE = "OutputTooLarge";

  /** Input that cannot be mapped to the type of a typed handler. */
  static final String INVALID_INPUT = "InvalidInput";

  /** The worker was closed and its drain timeout passed before the handler was done. */
  static final String WORKER_STOPPED = "WorkerStopped";

  private static final Set<String> TASK_GONE =
      Set.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

  private static final Set<String> UNKNOWN_OPERATION =
      Set.of("UnknownOperationException", "UnknownOperation", "NotFound", "InvalidAction");

  private ErrorCodes() {}

  /** Whether the answer says that the service has nothing of the kind. */
  static boolean isUnknownOperation(String code) {
    return UNKNOWN_OPERATION.contains(code);
  }

  /** Whether the answer to a report or heartbeat says that nobody waits for the task any more. */
  static boolean isTaskGone(String code) {
    return TASK_GONE.contains(code);
  }
}
