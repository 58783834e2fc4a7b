package dev.stepwell.asl.model;

/** What a Task state calls, told apart by its {@code Resource} ARN. Source: asl.md §10. */
public sealed interface TaskResource {

  /** The ARN as the definition has it. */
  String arn();

  /** {@code arn:P:states:R:A:activity:NAME}: work that external workers poll for. */
  record Activity(String arn) implements TaskResource {}

  /** {@code arn:P:lambda:R:A:function:NAME[:QUALIFIER]}: a function, called by its own ARN. */
  record LambdaFunction(String arn) implements TaskResource {}

  /**
   * {@code arn:P:states:::SERVICE:ACTION[.PATTERN]}: an operation of a service.
   *
   * @param service such as {@code sqs} or {@code aws-sdk:sqs}: the resourceType of history events
   * @param action such as {@code sendMessage}, without the suffix of its pattern
   */
  record ServiceIntegration(String arn, String service, String action, IntegrationPattern pattern)
      implements TaskResource {}

  /** When a call of a service is over. */
  enum IntegrationPattern {
    /** When the service answers. */
    REQUEST_RESPONSE(""),
    /** When the job that the call started has ended. */
    RUN_JOB(".sync"),
    /** As {@link #RUN_JOB}; input and output of a nested execution are JSON, not text. */
    RUN_JOB_2(".sync:2"),
    /** When somebody returns the task token. */
    WAIT_FOR_TASK_TOKEN(".waitForTaskToken");

    private final String suffix;

    IntegrationPattern(String suffix) {
      this.suffix = suffix;
    }

    /** What follows the action in an ARN; empty for {@link #REQUEST_RESPONSE}. */
    public String suffix() {
      return suffix;
    }
  }
}
