package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.StatesError;

/** The error names that the language itself defines. Source: asl.md §14. */
public final class ErrorNames {
  public static final String ALL = "States.ALL";
  public static final String TIMEOUT = "States.Timeout";
  public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  public static final String TASK_FAILED = "States.TaskFailed";
  public static final String RUNTIME = StatesError.RUNTIME;
  public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
  public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
  public static final String RESULT_PATH_MATCH_FAILURE = StatesError.RESULT_PATH_MATCH_FAILURE;
  public static final String EXCEED_TOLERATED_FAILURE_THRESHOLD =
      "States.ExceedToleratedFailureThreshold";
  public static final String QUERY_EVALUATION_ERROR = "States.QueryEvaluationError";

  private ErrorNames() {}
}
