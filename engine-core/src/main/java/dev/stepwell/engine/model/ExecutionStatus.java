package dev.stepwell.engine.model;

/** The statuses of the API; {@link #code} is the stored form and never changes its meaning. */
public enum ExecutionStatus {
  RUNNING(1),
  SUCCEEDED(2),
  FAILED(3),
  TIMED_OUT(4),
  ABORTED(5),
  PENDING_REDRIVE(6);

  private final int code;

  ExecutionStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public boolean isClosed() {
    return this != RUNNING && this != PENDING_REDRIVE;
  }

  /** The status stored as that code. */
  public static ExecutionStatus ofCode(int code) {
    for (var status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no execution status has code " + code);
  }
}
