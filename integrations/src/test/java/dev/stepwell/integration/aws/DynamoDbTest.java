package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.peers.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items of a table of DynamoDB Local, by the optimized integration and by that of the SDK. */
class DynamoDbTest {
  private static final DynamoDbLocal PEER = new DynamoDbLocal();
  private static final PeerSettings SETTINGS = new PeerSettings("DynamoDb", PEER.url());
  private static final AwsServices SERVICES = Calls.services();

  @BeforeAll
  static void createTable() throws InterruptedException {
    var created =
        Calls.result(
            call(
                "aws-sdk:dynamodb:createTable",
                """
                {"TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
                  "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                  "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
                """));
    assertThat(created.at("/TableDescription/TableStatus").asString()).isEqualTo("ACTIVE");
    assertThat(created.at("/TableDescription/CreationDateTime").asString()).endsWith("Z");
  }

  @AfterAll
  static void close() {
    SERVICES.close();
    SETTINGS.close();
    PEER.close();
  }

  private static Outcome call(String resource, String parameters) throws InterruptedException {
    return SERVICES.call(Calls.of(resource, parameters));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb", "aws-sdk:dynamodb"})
  void putsReadsUpdatesAndDeletesAnItem(String service) throws InterruptedException {
    var key = "{\"TableName\": \"Orders\", \"Key\": {\"id\": {\"S\": \"" + service + "\"}}";

    var put =
        Calls.result(
            call(
                service + ":putItem",
                """
                {"TableName": "Orders", "ReturnConsumedCapacity": "TOTAL",
                  "Item": {"id": {"S": "%s"}, "amount": {"N": "1000"}, "raw": {"B": "AAH/"},
                    "someTags": {"SS": ["a", "b"]}, "orderLines": {"L": [{"M": {"sku": {"S": "x"}}}, {"NULL": true}]}}}
                """
                    .formatted(service)));
    assertThat(put.at("/ConsumedCapacity/TableName").asString()).isEqualTo("Orders");
    assertThat(put.has("SdkHttpMetadata")).isEqualTo(service.equals("dynamodb"));

    var read = Calls.result(call(service + ":getItem", key + ", \"ConsistentRead\": true}"));
    assertThat(read.path("Item"))
        .isEqualTo(
            Json.parse(
                """
                {"id": {"S": "%s"}, "amount": {"N": "1000"}, "raw": {"B": "AAH/"},
                  "someTags": {"SS": ["a", "b"]}, "orderLines": {"L": [{"M": {"sku": {"S": "x"}}}, {"NULL": true}]}}
                """
                    .formatted(service)));

    var updated =
        Calls.result(
            call(
                service + ":updateItem",
                key
                    + """
                    , "UpdateExpression": "SET amount = amount - :off REMOVE orderLines, someTags",
                      "ExpressionAttributeValues": {":off": {"N": "100.5"}}, "ReturnValues": "UPDATED_NEW"}
                    """));
    assertThat(updated.path("Attributes"))
        .isEqualTo(Json.parse("{\"amount\": {\"N\": \"899.5\"}}"));

    var deleted =
        Calls.result(call(service + ":deleteItem", key + ", \"ReturnValues\": \"ALL_OLD\"}"));
    assertThat(deleted.at("/Attributes/raw/B").asString()).isEqualTo("AAH/");
    assertThat(Calls.result(call(service + ":getItem", key + "}")).has("Item")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb,DynamoDB.ConditionalCheckFailedException",
    "aws-sdk:dynamodb,DynamoDb.ConditionalCheckFailedException"
  })
  void tellsThatAConditionDidNotHold(String service, String error) throws InterruptedException {
    var put =
        """
        {"TableName": "Orders", "Item": {"id": {"S": "once by %s"}},
          "ConditionExpression": "attribute_not_exists(id)"}
        """
            .formatted(service);
    assertThat(call(service + ":putItem", put)).isInstanceOf(Outcome.Answered.class);

    assertThat(call(service + ":putItem", put))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo(error);
              assertThat(failed.cause()).startsWith("The conditional request failed");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb,DynamoDB.ResourceNotFoundException,DynamoDB.AmazonDynamoDBException",
    "aws-sdk:dynamodb,DynamoDb.ResourceNotFoundException,DynamoDb.DynamoDbException"
  })
  void tellsWhatTheServiceRefuses(String service, String notFound, String invalid)
      throws InterruptedException {
    assertThat(error(call(service + ":getItem", "{\"TableName\": \"Orders\", \"Key\": {}}")))
        .isEqualTo(invalid);
    assertThat(
            error(
                call(
                    service + ":getItem",
                    "{\"TableName\": \"Nil\", \"Key\": {\"id\": {\"S\": \"1\"}}}")))
        .isEqualTo(notFound);
    assertThat(
            error(
                call(
                    service + ":putItem",
                    "{\"TableName\": \"Orders\", \"Item\": {\"id\": {\"N\": \"1\"}}}")))
        .isEqualTo(invalid);
  }

  @Test
  void writesSeveralItemsOrNone() throws InterruptedException {
    var outcome =
        call(
            "aws-sdk:dynamodb:transactWriteItems",
            """
            {"TransactItems": [
              {"Put": {"TableName": "Orders", "Item": {"id": {"S": "both"}}}},
              {"ConditionCheck": {"TableName": "Orders", "Key": {"id": {"S": "absent"}},
                "ConditionExpression": "attribute_exists(id)"}}]}
            """);

    assertThat(error(outcome)).isEqualTo("DynamoDb.TransactionCanceledException");
    assertThat(
            Calls.result(
                    call(
                        "dynamodb:getItem",
                        "{\"TableName\": \"Orders\", \"Key\": {\"id\": {\"S\": \"both\"}}}"))
                .has("Item"))
        .isFalse();
  }

  private static String error(Outcome outcome) {
    return outcome instanceof Outcome.Failed(var error, var _) ? error : outcome.toString();
  }
}
