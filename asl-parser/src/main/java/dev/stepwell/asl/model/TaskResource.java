package dev.stepwell.asl.model;

/** What a Task state calls, told apart by its {@code Resource} ARN. */
public sealed interface TaskResource {

  /** The ARN as the definition has it. */
  String arn();

  /** {@code arn:P:states:R:A:activity:NAME}: work that external workers poll for. */
  record Activity(String arn) implements TaskResource {}
}
