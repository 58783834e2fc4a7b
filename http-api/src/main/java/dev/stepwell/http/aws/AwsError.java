package dev.stepwell.http.aws;

import dev.stepwell.engine.service.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the API by their wire names, with their HTTP statuses; where the engine's refusals
 * become AWS's errors.
 */
public enum AwsError {
  ACTIVITY_ALREADY_EXISTS("ActivityAlreadyExists"),
  ACTIVITY_DOES_NOT_EXIST("ActivityDoesNotExist"),
  ACTIVITY_WORKER_LIMIT_EXCEEDED("ActivityWorkerLimitExceeded"),
  CONFLICT("ConflictException"),
  EXECUTION_ALREADY_EXISTS("ExecutionAlreadyExists"),
  EXECUTION_DOES_NOT_EXIST("ExecutionDoesNotExist"),
  EXECUTION_NOT_REDRIVABLE("ExecutionNotRedrivable"),
  INVALID_ARN("InvalidArn"),
  INVALID_DEFINITION("InvalidDefinition"),
  INVALID_ENCRYPTION_CONFIGURATION("InvalidEncryptionConfiguration"),
  INVALID_EXECUTION_INPUT("InvalidExecutionInput"),
  INVALID_LOGGING_CONFIGURATION("InvalidLoggingConfiguration"),
  INVALID_NAME("InvalidName"),
  INVALID_OUTPUT("InvalidOutput"),
  INVALID_ROUTING_CONFIGURATION("ValidationException", 400, "INVALID_ROUTING_CONFIGURATION"),
  INVALID_TOKEN("InvalidToken"),
  LABELED_ARN_NOT_SUPPORTED("ValidationException", 400, "API_DOES_NOT_SUPPORT_LABELED_ARNS"),
  MISSING_PARAMETER("ValidationException", 400, "MISSING_REQUIRED_PARAMETER"),
  MISSING_REQUIRED_PARAMETER("MissingRequiredParameter"),
  RESOURCE_NOT_FOUND("ResourceNotFound"),
  SERVICE_QUOTA_EXCEEDED("ServiceQuotaExceededException"),
  STATE_MACHINE_ALREADY_EXISTS("StateMachineAlreadyExists"),
  STATE_MACHINE_DELETING("StateMachineDeleting"),
  STATE_MACHINE_DOES_NOT_EXIST("StateMachineDoesNotExist"),
  STATE_MACHINE_TYPE_NOT_SUPPORTED("StateMachineTypeNotSupported"),
  TASK_DOES_NOT_EXIST("TaskDoesNotExist"),
  TASK_TIMED_OUT("TaskTimedOut"),
  THROTTLING("ThrottlingException"),
  TOO_MANY_TAGS("TooManyTags"),
  VALIDATION("ValidationException"),

  // What any request can meet before it reaches an operation.
  INTERNAL_FAILURE("InternalFailure", 500, null),
  REQUEST_TOO_LARGE("RequestEntityTooLargeException", 413, null),
  SERIALIZATION("SerializationException"),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503, null),
  UNKNOWN_OPERATION("UnknownOperationException");

  private final String code;
  private final int status;
  private final @Nullable String reason;

  AwsError(String code) {
    this(code, 400, null);
  }

  AwsError(String code, int status, @Nullable String reason) {
    this.code = code;
    this.status = status;
    this.reason = reason;
  }

  /** What {@code __type} says. */
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  /** ValidationException's {@code reason}; null for others. */
  @Nullable String reason() {
    return reason;
  }

  /** The error that a refusal is told as. */
  public static AwsError of(Refusal refusal) {
    return switch (refusal) {
      case ACTIVITY_ALREADY_EXISTS -> ACTIVITY_ALREADY_EXISTS;
      case ACTIVITY_DOES_NOT_EXIST -> ACTIVITY_DOES_NOT_EXIST;
      case ACTIVITY_WORKER_LIMIT_EXCEEDED -> ACTIVITY_WORKER_LIMIT_EXCEEDED;
      case CONFLICT -> CONFLICT;
      case EXECUTION_ALREADY_EXISTS -> EXECUTION_ALREADY_EXISTS;
      case EXECUTION_DOES_NOT_EXIST -> EXECUTION_DOES_NOT_EXIST;
      case EXECUTION_NOT_REDRIVABLE -> EXECUTION_NOT_REDRIVABLE;
      case INVALID_ARN -> INVALID_ARN;
      case INVALID_DEFINITION -> INVALID_DEFINITION;
      case INVALID_ENCRYPTION_CONFIGURATION -> INVALID_ENCRYPTION_CONFIGURATION;
      case INVALID_EXECUTION_INPUT -> INVALID_EXECUTION_INPUT;
      case INVALID_LOGGING_CONFIGURATION -> INVALID_LOGGING_CONFIGURATION;
      case INVALID_NAME -> INVALID_NAME;
      case INVALID_OUTPUT -> INVALID_OUTPUT;
      case INVALID_ROUTING_CONFIGURATION -> INVALID_ROUTING_CONFIGURATION;
      case INVALID_TOKEN -> INVALID_TOKEN;
      case LABELED_ARN_NOT_SUPPORTED -> LABELED_ARN_NOT_SUPPORTED;
      case MISSING_PARAMETER -> MISSING_PARAMETER;
      case MISSING_REQUIRED_PARAMETER -> MISSING_REQUIRED_PARAMETER;
      case RESOURCE_NOT_FOUND -> RESOURCE_NOT_FOUND;
      case SERVICE_QUOTA_EXCEEDED -> SERVICE_QUOTA_EXCEEDED;
      case STATE_MACHINE_ALREADY_EXISTS -> STATE_MACHINE_ALREADY_EXISTS;
      case STATE_MACHINE_DELETING -> STATE_MACHINE_DELETING;
      case STATE_MACHINE_DOES_NOT_EXIST -> STATE_MACHINE_DOES_NOT_EXIST;
      case STATE_MACHINE_TYPE_NOT_SUPPORTED -> STATE_MACHINE_TYPE_NOT_SUPPORTED;
      case TASK_DOES_NOT_EXIST -> TASK_DOES_NOT_EXIST;
      case TASK_TIMED_OUT -> TASK_TIMED_OUT;
      case THROTTLED -> THROTTLING;
      case TOO_MANY_TAGS -> TOO_MANY_TAGS;
      case VALIDATION -> VALIDATION;
    };
  }
}
