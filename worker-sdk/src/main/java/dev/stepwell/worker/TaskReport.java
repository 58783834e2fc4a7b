package dev.stepwell.worker;

import org.jspecify.annotations.Nullable;

/** What a worker tells the service of a task. */
sealed interface TaskReport {
  String taskToken();

  /** The operation that takes it by itself. */
  String operation();

  /** About as long as it is when written, in characters. */
  int length();

  record Success(String taskToken, String output) implements TaskReport {
    @Override
    public String operation() {
      return "SendTaskSuccess";
    }

    @Override
    public int length() {
      return taskToken.length() + output.length();
    }
  }

  /** Error and cause are cut to what the service accepts. */
  record Failure(String taskToken, String error, @Nullable String cause) implements TaskReport {
    public Failure {
      error = TaskMessages.cut(error, TaskMessages.MAX_ERROR_CHARS);
      cause = cause == null ? null : TaskMessages.cut(cause, TaskMessages.MAX_CAUSE_CHARS);
    }

    @Override
    public String operation() {
      return "SendTaskFailure";
    }

    @Override
    public int length() {
      return taskToken.length() + error.length() + (cause == null ? 0 : cause.length());
    }
  }

  record Heartbeat(String taskToken) implements TaskReport {
    @Override
    public String operation() {
      return "SendTaskHeartbeat";
    }

    @Override
    public int length() {
      return taskToken.length();
    }
  }
}
