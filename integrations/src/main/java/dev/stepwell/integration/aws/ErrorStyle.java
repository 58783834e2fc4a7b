package dev.stepwell.integration.aws;

import dev.stepwell.integration.spi.Outcome;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How the errors of a service are named, and what their cause says. Source: asl.md §10. */
interface ErrorStyle {

  /** The service refused. */
  Outcome.Failed refused(AwsServiceException refusal);

  /**
   * The client did not reach the service, or did not understand it.
   *
   * @param message what the client says
   */
  Outcome.Failed failed(String message);

  /**
   * As the SDK has it: {@code S3.NoSuchKeyException}, and its own message.
   *
   * @param prefix the client's name, such as {@code DynamoDb}
   */
  record OfSdk(String prefix) implements ErrorStyle {
    @Override
    public Outcome.Failed refused(AwsServiceException refusal) {
      return new Outcome.Failed(
          prefix + "." + refusal.getClass().getSimpleName(), refusal.getMessage());
    }

    @Override
    public Outcome.Failed failed(String message) {
      return new Outcome.Failed(prefix + ".SdkClientException", message);
    }
  }

  /**
   * As version 1 of the SDK had it, which the optimized integrations were made with.
   *
   * @param prefix such as {@code DynamoDB}
   * @param serviceName such as {@code AmazonDynamoDBv2}
   * @param unnamed error for what has no exception of its own, such as {@code
   *     AmazonDynamoDBException}
   */
  record OfVersion1(String prefix, String serviceName, String unnamed) implements ErrorStyle {
    private static final Pattern ATTEMPTS = Pattern.compile(" \\(SDK Attempt Count: \\d+\\)");

    @Override
    public Outcome.Failed refused(AwsServiceException refusal) {
      var details = refusal.awsErrorDetails();
      var isNamed = refusal.getClass().getSuperclass() != AwsServiceException.class;
      return new Outcome.Failed(
          prefix + "." + (isNamed ? refusal.getClass().getSimpleName() : unnamed),
          "%s (Service: %s; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)"
              .formatted(
                  details.errorMessage(),
                  serviceName,
                  refusal.statusCode(),
                  details.errorCode(),
                  refusal.requestId()));
    }

    @Override
    public Outcome.Failed failed(String message) {
      return new Outcome.Failed(
          prefix + ".SdkClientException", ATTEMPTS.matcher(message).replaceAll(""));
    }
  }
}
