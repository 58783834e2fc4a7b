package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateMachineOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:stateMachine:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  private static ObjectNode creation(String name, String definition) {
    return Json.object()
        .put("name", name)
        .put("definition", definition)
        .put("roleArn", TestNode.ROLE);
  }

  private static ObjectNode named(String name) {
    return Json.object().put("stateMachineArn", PREFIX + name);
  }

  @Test
  void createsAndDescribesByteForByte() throws Exception {
    var definition = "  " + Definitions.PASS + "\n";
    var created = node.call("CreateStateMachine", creation("exact", definition));
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.text("stateMachineArn")).isEqualTo(PREFIX + "exact");
    assertThat(created.body().path("creationDate").isNumber()).isTrue();

    var described = node.call("DescribeStateMachine", named("exact")).body();
    assertThat(described)
        .isEqualTo(
            Json.object()
                .put("stateMachineArn", PREFIX + "exact")
                .put("name", "exact")
                .put("definition", definition)
                .put("roleArn", TestNode.ROLE)
                .set(
                    "loggingConfiguration",
                    Json.parse("{\"level\":\"OFF\",\"includeExecutionData\":false}"))
                .set("tracingConfiguration", Json.parse("{\"enabled\":false}"))
                .set("encryptionConfiguration", Json.parse("{\"type\":\"AWS_OWNED_KEY\"}"))
                .put("status", "ACTIVE")
                .put("type", "STANDARD")
                .set("creationDate", created.body().get("creationDate")));
  }

  /** Recorded: test_base_variable_references_in_assign_templates[BASE_REFERENCE_IN_WAIT]. */
  @Test
  void tellsWhichVariablesEachStateReads() throws Exception {
    node.createMachine(
        "variables",
        """
        {"StartAt":"Start","States":{
          "Start":{"Type":"Pass","Assign":{"waitTime":0,"startAt":"2024-11-06T09:42:03Z"},"Next":"Seconds"},
          "Seconds":{"Type":"Wait","SecondsPath":"$waitTime","Next":"Until"},
          "Until":{"Type":"Wait","TimestampPath":"$startAt","End":true}}}
        """);

    assertThat(
            node.call("DescribeStateMachine", named("variables")).body().get("variableReferences"))
        .isEqualTo(Json.parse("{\"Seconds\":[\"waitTime\"],\"Until\":[\"startAt\"]}"));
  }

  @Test
  void theSameCreationAgainGetsTheSameAnswer() throws Exception {
    var first = node.call("CreateStateMachine", creation("again", Definitions.PASS));
    var second =
        node.call(
            "CreateStateMachine",
            creation("again", Definitions.PASS)
                .put("roleArn", "arn:aws:iam::123456789012:role/other"));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(node.call("DescribeStateMachine", named("again")).text("roleArn"))
        .isEqualTo(TestNode.ROLE);
  }

  @Test
  void anotherSpacingIsAnotherDefinition() throws Exception {
    node.createMachine("spaced", Definitions.PASS);
    assertThat(node.call("CreateStateMachine", creation("spaced", Definitions.PASS + " ")).error())
        .isEqualTo(
            "StateMachineAlreadyExists State Machine Already Exists: '" + PREFIX + "spaced'");
  }

  @Test
  void reportsEveryProblemOfADefinition() throws Exception {
    var reply =
        node.call(
            "CreateStateMachine",
            creation(
                "bad",
                """
                {"StartAt":"A","States":{"A":{"Type":"Nap"},"B":{"Type":"Wait","Seconds":"x","End":true},
                "C":{"Type":"Pass","Next":"Nowhere"}}}\
                """));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error())
        .startsWith(
            "InvalidDefinition Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ")
        .contains("/States/A/Type", "/States/B/Seconds", "MISSING_TRANSITION_TARGET", ", ")
        .endsWith("'");
  }

  @Test
  void refusesAnIncompleteDefinitionWithTheRecordedText() throws Exception {
    assertThat(node.call("CreateStateMachine", creation("bad", "{\"StartAt\":\"A\"}")).error())
        .isEqualTo(
            "InvalidDefinition Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These"
                + " fields are required: [States] at /'");
  }

  @ParameterizedTest
  @CsvSource({"a b", "a:b", "a/b", "a<b", "a`b", "a\u007Fb", "a\u00A0b", "a\uFFFEb"})
  void refusesBadNames(String name) throws Exception {
    assertThat(node.call("CreateStateMachine", creation(name, Definitions.PASS)).error())
        .isEqualTo("InvalidName Invalid Name: '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({"state.machine-1_X", "日本語", "\uD83D\uDE00"})
  void acceptsGoodNames(String name) throws Exception {
    assertThat(node.createMachine(name, Definitions.PASS)).isEqualTo(PREFIX + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"versionDescription\":\"x\"}|Version description can only be set when publish is true",
        "{\"roleArn\":\"nobody\"}|Invalid Role Arn: 'nobody'",
        "{\"loggingConfiguration\":{\"level\":\"ALL\"}}|Invalid Logging Configuration: Must specify"
            + " exactly one Log Destination.",
        "{\"encryptionConfiguration\":{\"type\":\"CUSTOMER_MANAGED_KMS_KEY\"}}|Must set a valid"
            + " kmsKeyId.",
        "{\"tags\":[{\"key\":\"aws:x\",\"value\":\"\"}]}|reserved"
      })
  void refusesWhatItCannotDo(String change, String message) throws Exception {
    var request = creation("refused", Definitions.PASS);
    ((ObjectNode) Json.parse(change))
        .properties()
        .forEach(e -> request.set(e.getKey(), e.getValue()));
    var reply = node.call("CreateStateMachine", request);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("message")).contains(message);
    assertThat(node.call("DescribeStateMachine", named("refused")).text("__type"))
        .isEqualTo("StateMachineDoesNotExist");
  }

  @Test
  void keepsTheConfigurationsAsGiven() throws Exception {
    var request = creation("configured", Definitions.PASS);
    var logging =
        """
        {"level":"ERROR","includeExecutionData":true,"destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:aws:logs:us-east-1:123456789012:log-group:g:*"}}]}\
        """;
    request.set("loggingConfiguration", Json.parse(logging));
    request.set("tracingConfiguration", Json.parse("{\"enabled\":true}"));
    node.call("CreateStateMachine", request);
    var described = node.call("DescribeStateMachine", named("configured")).body();
    assertThat(described.get("loggingConfiguration")).isEqualTo(Json.parse(logging));
    assertThat(described.path("tracingConfiguration").path("enabled").asBoolean()).isTrue();
  }

  @Test
  void aRealUpdateMakesARevision() throws Exception {
    node.createMachine("updated", Definitions.PASS);
    var update = named("updated").put("definition", Definitions.WAIT);
    var first = node.call("UpdateStateMachine", update);
    assertThat(first.body().path("updateDate").isNumber()).isTrue();
    assertThat(first.text("revisionId")).hasSize(36);
    var again = node.call("UpdateStateMachine", update);
    assertThat(again.text("revisionId")).isEqualTo(first.text("revisionId"));
    var described = node.call("DescribeStateMachine", named("updated"));
    assertThat(described.text("definition")).isEqualTo(Definitions.WAIT);
    assertThat(described.text("revisionId")).isEqualTo(first.text("revisionId"));
  }

  @Test
  void anUpdateThatChangesNothingMakesNone() throws Exception {
    node.createMachine("same", Definitions.PASS);
    var reply = node.call("UpdateStateMachine", named("same").put("roleArn", TestNode.ROLE));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().has("revisionId")).isFalse();
  }

  @Test
  void anEmptyUpdateIsRefused() throws Exception {
    node.createMachine("untouched", Definitions.PASS);
    assertThat(node.call("UpdateStateMachine", named("untouched")).error())
        .isEqualTo(
            "MissingRequiredParameter Either the definition, the role ARN, the LoggingConfiguration,"
                + " or the TracingConfiguration must be specified");
  }

  @Test
  void aVersionCannotBeUpdated() throws Exception {
    node.createMachine("versioned", Definitions.PASS);
    assertThat(
            node.call(
                    "UpdateStateMachine", named("versioned:2").put("definition", Definitions.WAIT))
                .error())
        .isEqualTo(
            "StateMachineDoesNotExist State Machine Does Not Exist: '" + PREFIX + "versioned:2'");
  }

  @ParameterizedTest
  @CsvSource({"DescribeStateMachine", "DeleteStateMachine", "ListExecutions", "StartExecution"})
  void refusesWhatIsNoStateMachineArn(String operation) throws Exception {
    assertThat(node.call(operation, Json.object().put("stateMachineArn", "no_arn")).error())
        .isEqualTo("InvalidArn Invalid Arn: 'Invalid ARN prefix: no_arn'");
    var activity = "arn:aws:states:us-east-1:123456789012:activity:x";
    assertThat(node.call(operation, Json.object().put("stateMachineArn", activity)).error())
        .isEqualTo("InvalidArn Invalid Arn: 'Resource type not valid in this context: activity'");
  }

  @Test
  void deletesForGoodAndRepeatably() throws Exception {
    node.createMachine("deleted", Definitions.PASS);
    assertThat(node.call("DeleteStateMachine", named("deleted")).body()).isEqualTo(Json.object());
    assertThat(node.call("DeleteStateMachine", named("deleted")).status()).isEqualTo(200);
    assertThat(names(Json.object())).doesNotContain("deleted");
  }

  @Test
  void deletingALabeledOneIsRefusedWithAReason() throws Exception {
    var reply = node.call("DeleteStateMachine", named("a/label"));
    assertThat(reply.text("__type")).isEqualTo("ValidationException");
    assertThat(reply.text("reason")).isEqualTo("API_DOES_NOT_SUPPORT_LABELED_ARNS");
  }

  @Test
  void hidesTheDefinitionWhenAskedTo() throws Exception {
    node.createMachine("hidden", Definitions.PASS);
    assertThat(
            node.call("DescribeStateMachine", named("hidden").put("includedData", "METADATA_ONLY"))
                .text("definition"))
        .isEqualTo("{}");
  }

  @Test
  void listsByNameAPageAtATime() throws Exception {
    for (var name : List.of("list-c", "list-a", "list-b")) {
      node.createMachine(name, Definitions.PASS);
    }
    assertThat(names(Json.object().put("maxResults", 1)))
        .isSorted()
        .containsSubsequence("list-a", "list-b", "list-c");
    assertThat(names(Json.object())).isEqualTo(names(Json.object().put("maxResults", 2)));
  }

  @Test
  void refusesForeignTokens() throws Exception {
    assertThat(node.call("ListStateMachines", Json.object().put("nextToken", "x")).error())
        .isEqualTo("InvalidToken Invalid Token: 'Invalid token'");
  }

  private List<String> names(ObjectNode request) throws IOException, InterruptedException {
    var names = new ArrayList<String>();
    while (true) {
      var page = node.call("ListStateMachines", request);
      page.body().path("stateMachines").forEach(each -> names.add(each.path("name").asString()));
      if (!page.body().has("nextToken")) {
        return names;
      }
      request.put("nextToken", page.text("nextToken"));
    }
  }
}
