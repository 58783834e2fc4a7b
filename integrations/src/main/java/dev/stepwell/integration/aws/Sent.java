package dev.stepwell.integration.aws;

import dev.stepwell.integration.spi.Outcome;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What became of a request to a service. */
sealed interface Sent {

  /**
   * It was answered.
   *
   * @param body what is no field of the answer; null where there is none
   */
  record Answered(AwsResponse answer, @Nullable StreamBody body) implements Sent {}

  /** The service refused, and said why. */
  record Refused(AwsServiceException refusal) implements Sent {
    private static final int SERVER_ERROR = 500;

    /** Whether the same request might be answered later. */
    boolean isPassing() {
      return refusal.isThrottlingException() || refusal.statusCode() >= SERVER_ERROR;
    }

    /** Whether the service calls its reason by that name. */
    boolean isCalled(@Nullable String name) {
      return refusal.awsErrorDetails().errorCode().equals(name);
    }

    String message() {
      return String.valueOf(refusal.getMessage());
    }
  }

  /** The service was not reached, or not understood; the text is the client's. */
  record Unreachable(String message) implements Sent {}

  /** There is no such request, or nobody may make it. */
  record Unsendable(Outcome.Failed failure) implements Sent {}

  /** The answer was too long to be read to its end. */
  record TooLong() implements Sent {}
}
