package dev.stepwell.engine.service;

import dev.stepwell.engine.model.Arns;
import java.util.Optional;

/** Reads the ARN that a request names, or refuses it with the texts recorded from AWS. */
public final class RequestedArn {
  private RequestedArn() {}

  /**
   * The parts of an ARN of the given resource type.
   *
   * @param type such as {@code stateMachine}
   */
  public static Answer<Arns.Parts> ofType(String type, String arn) {
    Optional<Arns.Parts> parts = Arns.parse(arn);
    if (parts.isEmpty()) {
      return invalid("Invalid ARN prefix: " + arn);
    }
    if (!parts.get().type().equals(type)) {
      return invalid("Resource type not valid in this context: " + parts.get().type());
    }
    return Answer.given(parts.get());
  }

  private static Answer<Arns.Parts> invalid(String detail) {
    return Answer.refused(Refusal.INVALID_ARN, "Invalid Arn: '" + detail + "'");
  }
}
