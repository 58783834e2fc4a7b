package dev.stepwell.engine.service;

import dev.stepwell.engine.model.Arns;

/** Reads the ARN that a request names, or refuses it with the texts recorded from AWS. */
public final class RequestedArn {
  private RequestedArn() {}

  /**
   * The parts of an ARN of the given resource type.
   *
   * @param type such as {@code stateMachine}
   */
  public static Answer<Arns.Parts> ofType(String type, String arn) {
    return any(arn)
        .then(parts -> parts.type().equals(type) ? Answer.given(parts) : wrongType(parts));
  }

  /** The parts of an ARN of whatever type. */
  static Answer<Arns.Parts> any(String arn) {
    return Arns.parse(arn)
        .map(Answer::given)
        .orElseGet(() -> invalid("Invalid ARN prefix: " + arn));
  }

  static <T> Answer<T> wrongType(Arns.Parts parts) {
    return invalid("Resource type not valid in this context: " + parts.type());
  }

  /**
   * The parts of the ARN of a state machine, or of a version or alias of one, but not of a part.
   */
  public static Answer<Arns.Parts> ofMachine(String arn) {
    return ofType("stateMachine", arn)
        .then(parts ->
            parts.name().contains("/")
                ? Answer.refused(
                    Refusal.LABELED_ARN_NOT_SUPPORTED,
                    "This operation does not support labeled state machine ARNs: '" + arn + "'")
                : Answer.given(parts));
  }

  private static <T> Answer<T> invalid(String detail) {
    return Answer.refused(Refusal.INVALID_ARN, "Invalid Arn: '" + detail + "'");
  }
}
