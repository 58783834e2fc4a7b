package dev.stepwell.http.aws.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.aws.model.RequestChecker.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those recorded from AWS where a recording exists. */
class RequestCheckerTest {
  private static final ServiceModel MODEL = ServiceModel.load(262_144);

  @Test
  void acceptsWhatTheModelAllows() {
    assertThat(
            MODEL
                .checker("ListStateMachines")
                .orElseThrow()
                .check(Json.parse("{\"maxResults\": 1000, \"nextToken\": \"x\"}")))
        .isEmpty();
  }

  @Test
  void ignoresMembersThatTheModelDoesNotKnow() {
    assertThat(
            MODEL.checker("ListStateMachines").orElseThrow().check(Json.parse("{\"other\": [1]}")))
        .isEmpty();
  }

  @Test
  void namesTheMaximumOfANumber() {
    assertThat(violations("ListExecutions", "{\"maxResults\": 1001}"))
        .isEqualTo(
            "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint:"
                + " Member must have value less than or equal to 1000");
  }

  @Test
  void namesTheMinimumOfANumber() {
    assertThat(violations("ListExecutions", "{\"maxResults\": -1}"))
        .isEqualTo(
            "1 validation error detected: Value '-1' at 'maxResults' failed to satisfy constraint:"
                + " Member must have value greater than or equal to 0");
  }

  @ParameterizedTest
  @CsvSource({"ListStateMachines,1024", "ListExecutions,3096", "GetExecutionHistory,1024"})
  void namesTheMaximumLengthOfAToken(String operation, int max) {
    var base = operation.equals("GetExecutionHistory") ? "\"executionArn\": \"a\", " : "";
    assertThat(checked(operation, "{" + base + "\"nextToken\": \"" + "x".repeat(max) + "\"}"))
        .isEqualTo("fine");
    var token = "x".repeat(max + 1);
    assertThat(violations(operation, "{" + base + "\"nextToken\": \"" + token + "\"}"))
        .isEqualTo(
            "1 validation error detected: Value '"
                + token
                + "' at 'nextToken' failed to satisfy constraint: Member must have length less than"
                + " or equal to "
                + max);
  }

  @Test
  void namesTheMinimumLength() {
    assertThat(violations("ListStateMachines", "{\"nextToken\": \"\"}"))
        .isEqualTo(
            "1 validation error detected: Value '' at 'nextToken' failed to satisfy constraint:"
                + " Member must have length greater than or equal to 1");
  }

  @Test
  void countsCharactersNotCodeUnits() {
    assertThat(checked("CreateActivity", "{\"name\": \"" + "\uD83D\uDE00".repeat(80) + "\"}"))
        .isEqualTo("fine");
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(violations("DescribeExecution", "{}"))
        .isEqualTo(
            "1 validation error detected: Value null at 'executionArn' failed to satisfy"
                + " constraint: Member must not be null");
    assertThat(violations("DescribeExecution", "{\"executionArn\": null}"))
        .isEqualTo(violations("DescribeExecution", "{}"));
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThat(violations("CreateStateMachine", "{\"name\": \"\", \"type\": \"FAST\"}"))
        .isEqualTo(
            "4 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member"
                + " must have length greater than or equal to 1; Value null at 'definition' failed"
                + " to satisfy constraint: Member must not be null; Value null at 'roleArn' failed"
                + " to satisfy constraint: Member must not be null; Value 'FAST' at 'type' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]");
  }

  @Test
  void listsStatusesInTheRecordedOrder() {
    assertThat(violations("ListExecutions", "{\"statusFilter\": \"DONE\"}"))
        .isEqualTo(
            "1 validation error detected: Value 'DONE' at 'statusFilter' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT,"
                + " PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
  }

  @Test
  void namesThePattern() {
    assertThat(
            violations(
                "CreateStateMachineAlias",
                "{\"name\": \"123\", \"routingConfiguration\": [{\"stateMachineVersionArn\":"
                    + " \"arn\", \"weight\": 100}]}"))
        .isEqualTo(
            "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member"
                + " must satisfy regular expression pattern:"
                + " ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");
  }

  @Test
  void namesTheElementOfAList() {
    assertThat(
            violations(
                "CreateStateMachineAlias",
                "{\"name\": \"a\", \"routingConfiguration\": [{\"stateMachineVersionArn\": \"arn\","
                    + " \"weight\": 101}]}"))
        .isEqualTo(
            "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight'"
                + " failed to satisfy constraint: Member must have value less than or equal to 100");
  }

  @Test
  void printsListsAsJavaDoes() {
    var route = "{\"stateMachineVersionArn\": \"v\", \"weight\": 50}";
    assertThat(
            violations(
                "CreateStateMachineAlias",
                "{\"name\": \"a\", \"routingConfiguration\": [%s, %s, %s]}"
                    .formatted(route, route, route)))
        .isEqualTo(
            "1 validation error detected: Value"
                + " '[RoutingConfigurationListItem(stateMachineVersionArn=v, weight=50),"
                + " RoutingConfigurationListItem(stateMachineVersionArn=v, weight=50),"
                + " RoutingConfigurationListItem(stateMachineVersionArn=v, weight=50)]' at"
                + " 'routingConfiguration' failed to satisfy constraint: Member must have length"
                + " less than or equal to 2");
  }

  @Test
  void namesNestedMembers() {
    assertThat(
            violations(
                "UpdateStateMachine",
                "{\"stateMachineArn\": \"a\", \"loggingConfiguration\": {\"level\": \"LOUD\","
                    + " \"destinations\": [{\"cloudWatchLogsLogGroup\": {\"logGroupArn\": \"\"}}]}}"))
        .isEqualTo(
            "2 validation errors detected: Value 'LOUD' at 'loggingConfiguration.level' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF];"
                + " Value '' at 'loggingConfiguration.destinations.1.member.cloudWatchLogsLogGroup"
                + ".logGroupArn' failed to satisfy constraint: Member must have length greater than"
                + " or equal to 1");
  }

  @Test
  void doesNotRepeatWhatIsSensitive() {
    var input = "\"" + "x".repeat(262_143) + "\"";
    assertThat(
            violations(
                "StartExecution",
                Json.text(Json.object().put("stateMachineArn", "a").put("input", input))))
        .isEqualTo(
            "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must"
                + " have length less than or equal to 262144");
  }

  @Test
  void inputsMayBeAsLongAsTheServerIsToldToAllow() {
    var checker = ServiceModel.load(7).checker("StartExecution").orElseThrow();
    var request = Json.object().put("stateMachineArn", "a");
    assertThat(checker.check(request.put("input", "1234567"))).isEmpty();
    assertThat(checker.check(request.put("input", "12345678"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": 5}|NUMBER_VALUE can not be converted to a String",
        "{\"name\": true}|TRUE_VALUE can not be converted to a String",
        "{\"name\": false}|FALSE_VALUE can not be converted to a String",
        "{\"name\": {}}|Start of structure or map found where not expected.",
        "{\"name\": []}|Start of list found where not expected",
        "{\"publish\": \"yes\"}|STRING_VALUE can not be converted to a Boolean",
        "{\"tags\": {}}|Expected list or null",
        "{\"tags\": [1]}|Expected structure or null",
        "{\"loggingConfiguration\": []}|Expected structure or null",
        "{\"encryptionConfiguration\": {\"kmsDataKeyReusePeriodSeconds\": \"9\"}}|STRING_VALUE can"
            + " not be converted to an Integer"
      })
  void refusesWrongJsonTypes(String request, String message) {
    assertThat(MODEL.checker("CreateStateMachine").orElseThrow().check(Json.parse(request)))
        .contains(new Finding.Unreadable(message));
  }

  @Test
  void knowsOnlyTheOperationsOfTheModel() {
    assertThat(MODEL.checker("StartDancing")).isEmpty();
    assertThat(MODEL.operations()).contains("TestState", "StartExecution").hasSize(37);
  }

  private static String violations(String operation, String request) {
    var finding = MODEL.checker(operation).orElseThrow().check(Json.parse(request)).orElseThrow();
    assertThat(finding).isInstanceOf(Finding.Violations.class);
    return finding.message();
  }

  private static String checked(String operation, String request) {
    return MODEL
        .checker(operation)
        .orElseThrow()
        .check(Json.parse(request))
        .map(Finding::message)
        .orElse("fine");
  }
}
