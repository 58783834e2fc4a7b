package dev.stepwell.engine.service;

/** Why a request is refused; each is one error of the API. */
public enum Refusal {
  ACTIVITY_DOES_NOT_EXIST,
  ACTIVITY_ALREADY_EXISTS,
  ACTIVITY_WORKER_LIMIT_EXCEEDED,
  /** What the request supposes is not so any more, or a namesake is different. */
  CONFLICT,
  EXECUTION_ALREADY_EXISTS,
  EXECUTION_DOES_NOT_EXIST,
  EXECUTION_NOT_REDRIVABLE,
  INVALID_ARN,
  INVALID_DEFINITION,
  INVALID_ENCRYPTION_CONFIGURATION,
  INVALID_EXECUTION_INPUT,
  INVALID_LOGGING_CONFIGURATION,
  INVALID_NAME,
  INVALID_OUTPUT,
  /** An alias that leads where it cannot. */
  INVALID_ROUTING_CONFIGURATION,
  INVALID_TOKEN,
  /**
   * The request names a part of a state machine ({@code NAME/LABEL}) where only a whole one will
   * do.
   */
  LABELED_ARN_NOT_SUPPORTED,
  /** Of several parameters none is there. */
  MISSING_PARAMETER,
  /** As {@link #MISSING_PARAMETER}, where AWS has an error of its own for it. */
  MISSING_REQUIRED_PARAMETER,
  RESOURCE_NOT_FOUND,
  SERVICE_QUOTA_EXCEEDED,
  STATE_MACHINE_ALREADY_EXISTS,
  STATE_MACHINE_DELETING,
  STATE_MACHINE_DOES_NOT_EXIST,
  STATE_MACHINE_TYPE_NOT_SUPPORTED,
  TASK_DOES_NOT_EXIST,
  TASK_TIMED_OUT,
  TOO_MANY_TAGS,
  VALIDATION,
  /**
   * The server is saturated or its database cannot be reached: the same request may be repeated
   * later.
   */
  THROTTLED
}
