package dev.stepwell.integration.spi;

/**
 * What a Task state names by {@code arn:aws:states:::SERVICE:ACTION[.sync|.waitForTaskToken]}.
 *
 * @param service such as {@code sqs}, {@code aws-sdk:sqs}, or a name that AWS has not; of
 *     lower-case letters, digits and hyphens
 * @param action such as {@code sendMessage}; of letters and digits
 */
public record Operation(String service, String action, Pattern pattern) {

  /** When a task is over. Later versions may have more. */
  public enum Pattern {
    /** When the call is: its result is the result of the task. */
    REQUEST_RESPONSE,
    /**
     * When somebody returns the task token, which the definition puts into the parameters. The
     * result of the call only appears in the history, as that of TaskSubmitted.
     */
    WAIT_FOR_TASK_TOKEN,
    /** When the job that the call starts has ended; asked of {@link JobIntegration}s only. */
    RUN_JOB
  }
}
