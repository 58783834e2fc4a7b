package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.aws.ServicePeer.Answer;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Support;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to a service and what comes back, in each of the SDK's protocols. */
class AwsServicesTest {
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

  // ---- what can be called ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-sdk:sqs:receiveMessage",
        "aws-sdk:s3:getObject",
        "aws-sdk:s3:putObject",
        "aws-sdk:dynamodb:query",
        "aws-sdk:dynamodbstreams:getRecords",
        "aws-sdk:eventbridge:putEvents",
        "aws-sdk:sfn:startExecution",
        "aws-sdk:lambda:getFunction",
        "aws-sdk:secretsmanager:getSecretValue",
        "aws-sdk:ssm:getParameter",
        "aws-sdk:sts:getCallerIdentity",
        "aws-sdk:sns:publish",
        "sqs:sendMessage",
        "sns:publish",
        "dynamodb:putItem",
        "events:putEvents"
      })
  void callsWhatTheClientsHave(String resource) {
    assertThat(services.support(Calls.operation(resource))).isEqualTo(Support.SUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-sdk:sqs:sendLetter",
        "aws-sdk:sqs:builder",
        "aws-sdk:sqs:close",
        "aws-sdk:sqs:serviceClientConfiguration",
        "aws-sdk:dynamodb:queryPaginator",
        "acme:doThing",
        "eks:runJob"
      })
  void knowsNothingElse(String resource) {
    assertThat(services.support(Calls.operation(resource))).isEqualTo(Support.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"aws-sdk:kinesis:putRecord,kinesis", "bedrock:invokeModel,bedrockruntime"})
  void saysHowToGetAClientThatIsNotThere(String resource, String client) {
    assertThat(services.support(Calls.operation(resource)))
        .isEqualTo(
            new Support.Missing(
                "the AWS SDK's client of '"
                    + client
                    + "' is not installed; add it with './stepwell plugin add "
                    + client
                    + "' and restart the server"));
  }

  // ---- requests and answers ----

  @Test
  void speaksToAServiceInJson() throws InterruptedException {
    peer.answers(
        Answer.json(
            200,
            """
            {"Item": {"id": {"S": "1"}, "raw": {"B": "AAH/"}, "seen": {"BOOL": true},
              "tags": {"SS": ["a", "b"]}, "deep": {"M": {"n": {"N": "1.50"}, "none": {"NULL": true}}},
              "list": {"L": [{"S": "x"}, {"L": []}]}}}
            """));

    var outcome =
        call(
            "aws-sdk:dynamodb:getItem",
            """
            {"TableName": "Orders", "Key": {"id": {"S": "1"}, "raw": {"B": "AAH/"}}, "ConsistentRead": true}
            """);

    var request = peer.onlyRequest();
    assertThat(request.header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.GetItem");
    assertThat(request.header("Authorization"))
        .contains("Credential=an-id/")
        .contains("/eu-north-1/");
    assertThat(Json.parse(request.body()))
        .isEqualTo(
            Json.parse(
                """
                {"TableName": "Orders", "Key": {"id": {"S": "1"}, "raw": {"B": "AAH/"}}, "ConsistentRead": true}
                """));
    assertThat(Calls.result(outcome))
        .isEqualTo(
            Json.parse(
                """
                {"Item": {"id": {"S": "1"}, "raw": {"B": "AAH/"}, "seen": {"BOOL": true},
                  "tags": {"SS": ["a", "b"]}, "deep": {"M": {"n": {"N": "1.50"}, "none": {"NULL": true}}},
                  "list": {"L": [{"S": "x"}, {"L": []}]}}}
                """));
  }

  @Test
  void leavesOutWhatTheServiceLeavesOutAndKeepsWhatIsEmpty() throws InterruptedException {
    assertThat(
            Calls.result(call("aws-sdk:dynamodb:putItem", "{\"TableName\": \"T\", \"Item\": {}}")))
        .isEqualTo(Json.object());

    peer.answers(Answer.json(200, "{\"SecretList\": []}"));
    assertThat(Calls.result(call("aws-sdk:secretsmanager:listSecrets", "{}")))
        .isEqualTo(Json.parse("{\"SecretList\": []}"));
  }

  @Test
  void tellsTimesAsTextAndReadsThem() throws InterruptedException {
    peer.answers(Answer.json(200, "{\"ParameterMetadata\": 1}"));
    peer.answers(
        Answer.json(
            200,
            "{\"SecretList\": [{\"Name\": \"s\", \"CreatedDate\": 1793000000.5, \"Tags\": []}]}"));

    assertThat(Calls.result(call("aws-sdk:secretsmanager:listSecrets", "{\"MaxResults\": 5}")))
        .isEqualTo(
            Json.parse(
                "{\"SecretList\": [{\"Name\": \"s\", \"CreatedDate\": \"2026-10-26T07:33:20.500Z\", \"Tags\": []}]}"));

    var _ = call("aws-sdk:ssm:addTagsToResource", "{\"ResourceType\": \"Document\"}");
    var _ =
        call(
            "aws-sdk:lambda:listEventSourceMappings", "{\"FunctionName\": \"f\", \"MaxItems\": 3}");
    assertThat(peer.received().getLast().uri()).contains("MaxItems=3").contains("FunctionName=f");
  }

  @Test
  void namesMembersInPascalCaseWhateverTheServiceDoes() throws InterruptedException {
    peer.answers(Answer.json(200, "{\"executionArn\": \"arn:e\", \"startDate\": 1793000000.123}"));

    var outcome =
        call(
            "aws-sdk:sfn:startExecution",
            "{\"StateMachineArn\": \"arn:m\", \"Input\": {\"a\": [1, 2.50]}}");

    assertThat(Json.parse(peer.onlyRequest().body()))
        .as("an object for a text is sent as its JSON")
        .isEqualTo(
            Json.parse("{\"stateMachineArn\": \"arn:m\", \"input\": \"{\\\"a\\\":[1,2.50]}\"}"));
    assertThat(Calls.result(outcome))
        .isEqualTo(
            Json.parse(
                "{\"ExecutionArn\": \"arn:e\", \"StartDate\": \"2026-10-26T07:33:20.123Z\"}"));
  }

  @Test
  void speaksToAServiceInQueries() throws InterruptedException {
    peer.answers(
        Answer.of(
            200,
            "text/xml",
            """
            <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
              <PublishResult><MessageId>m-1</MessageId></PublishResult>
              <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
            </PublishResponse>
            """));

    var outcome =
        call(
            "sns:publish",
            """
            {"TopicArn": "arn:t", "Message": {"a": 1},
              "MessageAttributes": {"k": {"DataType": "String", "StringValue": "v"}}}
            """);

    assertThat(peer.onlyRequest().body())
        .contains("Action=Publish")
        .contains("Message=%7B%22a%22%3A1%7D")
        .contains("MessageAttributes.entry.1.Value.StringValue=v");
    var result = Calls.result(outcome);
    assertThat(result.path("MessageId").asString()).isEqualTo("m-1");
    assertThat(result.at("/SdkHttpMetadata/HttpStatusCode").asInt()).isEqualTo(200);
    assertThat(result.at("/SdkHttpMetadata/HttpHeaders/Content-type").asString(""))
        .isEqualTo("text/xml");
    assertThat(result.at("/SdkHttpMetadata/AllHttpHeaders/Content-type/0").asString(""))
        .isEqualTo("text/xml");
    assertThat(result.at("/SdkResponseMetadata/RequestId").asString()).isNotEmpty();
  }

  @Test
  void readsABodyOfAnObjectAsText() throws InterruptedException {
    peer.answers(Answer.of(200, "binary/octet-stream", "größer"));
    var text = Calls.result(call("aws-sdk:s3:getObject", "{\"Bucket\": \"b\", \"Key\": \"a/k\"}"));
    assertThat(peer.onlyRequest().uri()).as("no host of the bucket's own").startsWith("/b/a/k");
    assertThat(text.path("Body").asString()).isEqualTo("größer");
    assertThat(text.path("ContentType").asString()).isEqualTo("binary/octet-stream");
    assertThat(text.path("ContentLength").asInt()).isEqualTo(8);
    assertThat(text.path("Metadata")).isEqualTo(Json.object());

    var bytes = new byte[] {0, (byte) 0xff, 3};
    peer.answers(Answer.of(200, "binary/octet-stream", bytes));
    assertThat(
            Calls.result(call("aws-sdk:s3:getObject", "{\"Bucket\": \"b\", \"Key\": \"k\"}"))
                .path("Body")
                .asString())
        .isEqualTo(Base64.getEncoder().encodeToString(bytes));

    peer.answers(Answer.of(200, "binary/octet-stream", new byte[0]));
    assertThat(
            Calls.result(call("aws-sdk:s3:getObject", "{\"Bucket\": \"b\", \"Key\": \"k\"}"))
                .path("Body")
                .asString("none"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"text data\"|\"text data\"",
        "{\"Dict\": \"Value\"}|{\"Dict\":\"Value\"}",
        "true|true",
        "[1, 2]|[1,2]"
      })
  void sendsABodyAsJson(String body, String sent) throws InterruptedException {
    peer.answers(Answer.of(200, "application/xml", new byte[0]));

    var _ =
        call("aws-sdk:s3:putObject", "{\"Bucket\": \"b\", \"Key\": \"k\", \"Body\": " + body + "}");

    var request = peer.onlyRequest();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.uri()).isEqualTo("/b/k");
    assertThat(request.body()).contains(sent);
  }

  @Test
  void sendsTheKeyOfTheAttemptWhereTheServiceHasAPlaceForIt() throws InterruptedException {
    var _ = call("aws-sdk:secretsmanager:createSecret", "{\"Name\": \"n\"}");
    var _ =
        call(
            "aws-sdk:secretsmanager:createSecret",
            "{\"Name\": \"n\", \"ClientRequestToken\": \"of-the-definition-itself-0123456789\"}");

    assertThat(Json.parse(peer.received().get(0).body()).path("ClientRequestToken").asString())
        .isEqualTo(Calls.KEY);
    assertThat(Json.parse(peer.received().get(1).body()).path("ClientRequestToken").asString())
        .isEqualTo("of-the-definition-itself-0123456789");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"TableName\": \"T\", \"Key\": {}, \"tableName\": \"t\"}|The field 'tableName' is not supported by Step Functions",
        "{\"TableName\": \"T\", \"Key\": {\"id\": {\"X\": \"1\"}}}|The field 'X' is not supported by Step Functions",
        "{\"TableName\": \"T\", \"Key\": []}|The value of the field 'Key' has an invalid format",
        "{\"TableName\": \"T\", \"Key\": {}, \"ConsistentRead\": \"yes\"}|The value of the field 'ConsistentRead' has an invalid format",
        "{\"TableName\": \"T\", \"Key\": {\"id\": {\"B\": \"?\"}}}|The value of the field 'B' has an invalid format",
        "{\"TableName\": \"T\", \"Key\": {\"id\": {\"SS\": \"a\"}}}|The value of the field 'SS' has an invalid format"
      })
  void refusesParametersThatDoNotFit(String parameters, String reason) throws InterruptedException {
    assertThat(call("aws-sdk:dynamodb:getItem", parameters))
        .isEqualTo(
            new Outcome.Failed(
                "States.Runtime",
                "The Parameters '"
                    + Json.text(Json.parse(parameters))
                    + "' could not be used to start the Task: ["
                    + reason
                    + "]"));
    assertThat(peer.received()).isEmpty();
  }

  @Test
  void refusesParametersThatAreNoObject() throws InterruptedException {
    assertThat(call("aws-sdk:dynamodb:listTables", "[1]"))
        .isEqualTo(
            new Outcome.Failed(
                "States.Runtime",
                "The Parameters '[1]' could not be used to start the Task: [The value is not a"
                    + " JSON object]"));
  }

  // ---- what Step Functions adds ----

  @Test
  void tellsWhereEventsComeFrom() throws InterruptedException {
    peer.answers(
        Answer.json(200, "{\"Entries\": [{\"EventId\": \"e-1\"}], \"FailedEntryCount\": 0}"));

    var outcome =
        call(
            "events:putEvents",
            """
            {"Entries": [{"Detail": {"a": 1}, "DetailType": "t", "Source": "s", "Resources": ["arn:r"]}]}
            """);

    assertThat(Json.parse(peer.onlyRequest().body()))
        .isEqualTo(
            Json.parse(
                """
                {"Entries": [{"Detail": "{\\"a\\":1}", "DetailType": "t", "Source": "s", "Resources": [
                  "arn:r",
                  "arn:aws:states:eu-north-1:123456789012:stateMachine:Orders",
                  "arn:aws:states:eu-north-1:123456789012:execution:Orders:first"]}]}
                """));
    assertThat(Calls.result(outcome))
        .isEqualTo(Json.parse("{\"Entries\": [{\"EventId\": \"e-1\"}], \"FailedEntryCount\": 0}"));
  }

  @Test
  void anEventThatIsRefusedIsAFailure() throws InterruptedException {
    var answer =
        "{\"Entries\":[{\"ErrorCode\":\"MalformedDetail\",\"ErrorMessage\":\"Detail is malformed.\"}],"
            + "\"FailedEntryCount\":1}";
    peer.answers(Answer.json(200, answer));

    var outcome = (Outcome.Failed) call("events:putEvents", "{\"Entries\": [{\"Detail\": \"x\"}]}");

    assertThat(outcome.error()).isEqualTo("EventBridge.FailedEntry");
    assertThat(Json.parse(String.valueOf(outcome.cause()))).isEqualTo(Json.parse(answer));
  }

  @Test
  void sendsTextOfBlobsAsItIs() throws InterruptedException {
    peer.answers(Answer.of(200, "application/json", "{\"done\": \"größer\"}"));

    var outcome =
        call("aws-sdk:lambda:invoke", "{\"FunctionName\": \"f\", \"Payload\": {\"a\": 1}}");

    assertThat(peer.onlyRequest().body()).isEqualTo("{\"a\":1}");
    assertThat(Calls.result(outcome).path("Payload").asString())
        .isEqualTo(
            new String(
                "{\"done\": \"größer\"}".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }
}
