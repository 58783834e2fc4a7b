package dev.stepwell.launcher.conformance;

import dev.stepwell.integration.aws.AwsServices;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.peers.DynamoDbLocal;
import dev.stepwell.peers.S3Mock;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import tools.jackson.databind.JsonNode;

/**
 * The services that cases need beside Step Functions: real servers, which the server under test and
 * the cases find by the standard settings of the AWS SDK.
 */
final class ServicePeers implements AutoCloseable {
  private static final String INTERFACE = "127.0.0.1";
  private static final String SFN_ENDPOINT = "aws.endpointUrlSfn";
  private static final String SQS_ENDPOINT = "aws.endpointUrlSqs";
  private static final String DYNAMODB_ENDPOINT = "aws.endpointUrlDynamoDb";
  private static final String S3_ENDPOINT = "aws.endpointUrlS3";
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "any", "aws.secretAccessKey", "any");

  private static final int MAX_ANSWER_BYTES = 1 << 20;

  /** More than cases run at a time. */
  private static final int MAX_CALLS = 64;

  private final SQSRestServer queues;
  private final DynamoDbLocal tables = new DynamoDbLocal();
  private final S3Mock buckets = new S3Mock();
  private final AwsServices services;

  ServicePeers() {
    queues = SQSRestServerBuilder.withInterface(INTERFACE).withDynamicPort().start();
    var port = queues.waitUntilStarted().localAddress().getPort();
    CREDENTIALS.forEach(System::setProperty);
    System.setProperty(SQS_ENDPOINT, "http://" + INTERFACE + ":" + port);
    System.setProperty(DYNAMODB_ENDPOINT, tables.url().toString());
    System.setProperty(S3_ENDPOINT, buckets.url().toString());
    services =
        new AwsServices(
            ServicePeers.class.getClassLoader(), "us-east-1", MAX_CALLS, MAX_ANSWER_BYTES);
  }

  /** Step Functions itself, as a service that state machines call. */
  void stepFunctionsAt(URI server) {
    System.setProperty(SFN_ENDPOINT, server.toString());
  }

  /**
   * Makes a call that belongs to a case.
   *
   * @throws IllegalStateException when it is refused
   */
  JsonNode call(String service, String operation, JsonNode parameters) throws InterruptedException {
    var action = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
    var call =
        new Call(
            new Operation("aws-sdk:" + service, action, Pattern.REQUEST_RESPONSE),
            parameters,
            "arn:aws:states:us-east-1:123456789012:execution:case:step",
            null,
            UUID.randomUUID().toString(),
            MAX_ANSWER_BYTES);
    return switch (services.call(call)) {
      case Outcome.Answered(var answer) -> answer;
      case Outcome other ->
          throw new IllegalStateException(service + " " + operation + ": " + other);
    };
  }

  @Override
  public void close() {
    services.close();
    buckets.close();
    tables.close();
    queues.stopAndWait();
    System.clearProperty(DYNAMODB_ENDPOINT);
    System.clearProperty(S3_ENDPOINT);
    System.clearProperty(SFN_ENDPOINT);
    System.clearProperty(SQS_ENDPOINT);
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }
}
