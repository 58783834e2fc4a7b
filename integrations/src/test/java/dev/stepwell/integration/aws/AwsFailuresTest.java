package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.integration.aws.ServicePeer.Answer;
import dev.stepwell.integration.spi.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that refuse, fall silent, break off or do not end. */
class AwsFailuresTest {
  private static final long PATIENCE_SECONDS = 30;

  private final ServicePeer peer = new ServicePeer();
  private final AwsServices services = Calls.services();

  @AfterEach
  void close() {
    services.close();
    peer.close();
  }

  private Outcome call(String resource, String parameters) throws InterruptedException {
    return services.call(Calls.of(resource, parameters));
  }

  private Outcome getItem(String service) throws InterruptedException {
    return call(service + ":getItem", "{\"TableName\": \"T\", \"Key\": {}}");
  }

  // ---- names and causes ----

  @Test
  void namesErrorsAsTheSdkDoes() throws InterruptedException {
    peer.answers(
        Answer.json(
            400,
            "{\"__type\": \"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                + " \"message\": \"Requested resource not found\"}"));

    assertThat(getItem("aws-sdk:dynamodb"))
        .isEqualTo(
            new Outcome.Failed(
                "DynamoDb.ResourceNotFoundException",
                "Requested resource not found (Service: DynamoDb, Status Code: 400, Request ID:"
                    + " request-1) (SDK Attempt Count: 1)"));
  }

  @Test
  void namesErrorsOfOptimizedServicesAsVersion1Did() throws InterruptedException {
    peer.answers(
        Answer.json(
            400,
            "{\"__type\": \"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                + " \"message\": \"Requested resource not found\"}"));

    assertThat(getItem("dynamodb"))
        .isEqualTo(
            new Outcome.Failed(
                "DynamoDB.ResourceNotFoundException",
                "Requested resource not found (Service: AmazonDynamoDBv2; Status Code: 400; Error"
                    + " Code: ResourceNotFoundException; Request ID: request-1; Proxy: null)"));
  }

  @Test
  void namesErrorsThatTheSdkDoesNotKnowByTheService() throws InterruptedException {
    peer.answers(
        Answer.json(
            400,
            "{\"__type\": \"com.amazon.coral.validate#ValidationException\", \"message\": \"no\"}"));

    assertThat(((Outcome.Failed) getItem("aws-sdk:dynamodb")).error())
        .isEqualTo("DynamoDb.DynamoDbException");
    assertThat(getItem("dynamodb"))
        .isEqualTo(
            new Outcome.Failed(
                "DynamoDB.AmazonDynamoDBException",
                "no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException;"
                    + " Request ID: request-1; Proxy: null)"));
  }

  @Test
  void namesErrorsOfXmlServices() throws InterruptedException {
    peer.answers(
        Answer.of(
            404,
            "application/xml",
            "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"));
    assertThat(
            ((Outcome.Failed) call("aws-sdk:s3:getObject", "{\"Bucket\": \"b\", \"Key\": \"k\"}"))
                .error())
        .isEqualTo("S3.NoSuchKeyException");

    peer.answers(
        Answer.of(
            404,
            "text/xml",
            "<ErrorResponse><Error><Code>NotFound</Code><Message>Topic does not exist</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>"));
    var outcome =
        (Outcome.Failed) call("sns:publish", "{\"TopicArn\": \"arn:t\", \"Message\": \"m\"}");
    assertThat(outcome.error()).isEqualTo("SNS.NotFoundException");
    assertThat(outcome.cause())
        .startsWith(
            "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound;"
                + " Request ID: ");
  }

  @Test
  void tellsWhatNobodyAnswers() throws InterruptedException {
    var gone = new ServicePeer();
    gone.close();
    System.setProperty("aws.endpointUrl", gone.url());
    System.setProperty("aws.accessKeyId", "an-id");
    System.setProperty("aws.secretAccessKey", "a-secret");

    var outcome =
        (Outcome.Failed) call("sqs:sendMessage", "{\"QueueUrl\": \"q\", \"MessageBody\": \"m\"}");

    assertThat(outcome.error()).isEqualTo("SQS.SdkClientException");
    assertThat(outcome.cause())
        .startsWith("Unable to execute HTTP request: ")
        .doesNotContain("Attempt Count");
  }

  @Test
  void saysWhenThereAreNoCredentials() throws InterruptedException {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      var outcome = (Outcome.Failed) call("aws-sdk:sqs:listQueues", "{}");

      assertThat(outcome.error()).isEqualTo("Sqs.SdkClientException");
      assertThat(outcome.cause())
          .startsWith("Unable to load credentials from any of the providers");
      assertThat(peer.received()).isEmpty();
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void tellsWhatTheClientItselfFindsMissing() throws InterruptedException {
    var outcome = (Outcome.Failed) call("aws-sdk:s3:getObject", "{\"Key\": \"k\"}");

    assertThat(outcome.error()).isEqualTo("S3.SdkClientException");
    assertThat(outcome.cause()).contains("Bucket");
    assertThat(peer.received()).isEmpty();
  }

  // ---- once ----

  @Test
  void asksOnceWhateverComesBack() throws InterruptedException {
    peer.answers(
        Answer.json(500, "{\"__type\": \"InternalServerError\", \"message\": \"again!\"}"));
    var _ = getItem("aws-sdk:dynamodb");
    assertThat(peer.received()).hasSize(1);

    peer.answers(
        Answer.json(400, "{\"__type\": \"ThrottlingException\", \"message\": \"slower\"}"));
    var _ = getItem("aws-sdk:dynamodb");
    assertThat(peer.received()).hasSize(2);

    peer.answers(exchange -> {
      throw new IOException("hangs up without a word");
    });
    assertThat(((Outcome.Failed) getItem("aws-sdk:dynamodb")).error())
        .isEqualTo("DynamoDb.SdkClientException");
    assertThat(peer.received()).hasSize(3);
  }

  @Test
  void hangsUpWhenNobodyWaitsForTheAnswer() throws Exception {
    var asked = new CompletableFuture<Void>();
    var givenUp = new CompletableFuture<Void>();
    var hungUp = new CompletableFuture<Void>();
    peer.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      asked.complete(null);
      givenUp.join();
      writeUntilNobodyReads(exchange.getResponseBody(), " ", hungUp);
    });
    var ended = new CompletableFuture<Throwable>();
    var caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ended.completeExceptionally(
                    new AssertionError("an outcome: " + getItem("aws-sdk:dynamodb")));
              } catch (InterruptedException wanted) {
                ended.complete(wanted);
              }
            });
    asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    caller.interrupt();

    assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    givenUp.complete(null);
    hungUp.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  // ---- too much ----

  @Test
  void stopsToReadAnObjectThatIsTooLarge() throws Exception {
    var hungUp = new CompletableFuture<Void>();
    peer.answers(exchange -> {
      exchange.sendResponseHeaders(200, 10L << 30);
      writeUntilNobodyReads(exchange.getResponseBody(), "a".repeat(8_192), hungUp);
    });

    assertThat(call("aws-sdk:s3:getObject", "{\"Bucket\": \"b\", \"Key\": \"k\"}"))
        .isEqualTo(new Outcome.TooLarge());
    hungUp.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void stopsToReadAnAnswerThatDoesNotEnd() throws Exception {
    var hungUp = new CompletableFuture<Void>();
    peer.answers(exchange -> {
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, 0);
      exchange
          .getResponseBody()
          .write("{\"Item\": {\"id\": {\"S\": \"".getBytes(StandardCharsets.UTF_8));
      writeUntilNobodyReads(exchange.getResponseBody(), "a".repeat(8_192), hungUp);
    });

    assertThat(getItem("aws-sdk:dynamodb")).isEqualTo(new Outcome.TooLarge());
    hungUp.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @SuppressWarnings("InfiniteLoopStatement") // until the connection is gone
  private static void writeUntilNobodyReads(
      OutputStream body, String text, CompletableFuture<Void> hungUp) throws IOException {
    try {
      while (true) {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (IOException gone) {
      hungUp.complete(null);
      throw gone;
    }
  }
}
