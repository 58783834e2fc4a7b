package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Tests of single states; what is recorded from AWS runs as conformance cases too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestStateOperationTest {
  private static final String INVOKE =
      """
      {"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},
       "ResultSelector":{"code.$":"$.StatusCode"},"ResultPath":"$.r","Next":"Done",
       "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":3,"MaxAttempts":2,"BackoffRate":2}],
       "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e","Next":"Caught"}]}
      """;

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  private static ObjectNode test(String definition, String input) {
    return Json.object()
        .put("definition", definition)
        .put("input", input)
        .put("inspectionLevel", "DEBUG");
  }

  private static ObjectNode mocked(String definition, String input, String result) {
    var request = test(definition, input);
    request.putObject("mock").put("result", result);
    return request;
  }

  @Test
  void aMockedResultGoesTheWholeWay() throws Exception {
    var tested = node.call("TestState", mocked(INVOKE, "{\"a\":1}", "{\"StatusCode\":200}")).body();
    assertThat(tested)
        .isEqualTo(
            Json.parse(
                """
                {"status":"SUCCEEDED","output":"{\\"a\\":1,\\"r\\":{\\"code\\":200}}","nextState":"Done",
                 "inspectionData":{"input":"{\\"a\\":1}","afterInputPath":"{\\"a\\":1}",
                   "afterParameters":"{\\"FunctionName\\":\\"f\\"}","result":"{\\"StatusCode\\":200}",
                   "afterResultSelector":"{\\"code\\":200}",
                   "afterResultPath":"{\\"a\\":1,\\"r\\":{\\"code\\":200}}"}}
                """));
  }

  @Test
  void retriesComeBeforeCatchers() throws Exception {
    var request = test(INVOKE, "{}");
    request.putObject("mock").putObject("errorOutput").put("error", "Busy").put("cause", "by us");
    request.putObject("stateConfiguration").put("retrierRetryCount", 1);
    var retriable = node.call("TestState", request).body();
    assertThat(retriable.path("status").asString()).isEqualTo("RETRIABLE");
    assertThat(retriable.at("/inspectionData/errorDetails"))
        .isEqualTo(Json.parse("{\"retryIndex\":0,\"retryBackoffIntervalSeconds\":6}"));

    request.putObject("stateConfiguration").put("retrierRetryCount", 2);
    var caught = node.call("TestState", request).body();
    assertThat(caught.path("status").asString()).isEqualTo("CAUGHT_ERROR");
    assertThat(caught.path("nextState").asString()).isEqualTo("Caught");
    assertThat(caught.path("error").asString()).isEqualTo("Busy");
    assertThat(caught.path("output").asString())
        .isEqualTo("{\"e\":{\"Error\":\"Busy\",\"Cause\":\"by us\"}}");
    assertThat(caught.at("/inspectionData/errorDetails"))
        .isEqualTo(Json.parse("{\"catchIndex\":0,\"retryIndex\":0}"));
  }

  @Test
  void aTaskWithoutMockIsCarriedOut() throws Exception {
    var machine = node.createMachine("tested", Definitions.PASS);
    var definition =
        """
        {"Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:::states:startExecution",
         "Arguments":{"StateMachineArn":"%s","Name":"by-test"},
         "Output":"{%% $states.result.ExecutionArn %%}","End":true}
        """
            .formatted(machine);
    var tested =
        node.call("TestState", test(definition, "{}").put("roleArn", TestNode.ROLE)).body();
    assertThat(tested.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(tested.path("output").asString()).endsWith(":execution:tested:by-test\"");
  }

  @Test
  void variablesAndTheContextObjectAreAsGiven() throws Exception {
    var definition =
        """
        {"Type":"Pass","Assign":{"y.$":"$x"},"End":true,
         "Parameters":{"x.$":"$x","name.$":"$$.Execution.Name"}}
        """;
    var request = test(definition, "{}").put("variables", "{\"x\":[1]}");
    request.put("context", "{\"Execution\":{\"Name\":\"n\"}}");
    var tested = node.call("TestState", request).body();
    assertThat(tested.path("output").asString()).isEqualTo("{\"x\":[1],\"name\":\"n\"}");
    assertThat(tested.at("/inspectionData/variables").asString()).isEqualTo("{\"y\":[1]}");
  }

  @Test
  void aStateOfAMachineIsFoundHoweverDeepItLies() throws Exception {
    var machine =
        """
        {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"Inner","States":{"Inner":{"Type":"Pass","Result":7,"End":true}}}]}}}
        """;
    var tested = node.call("TestState", test(machine, "{}").put("stateName", "Inner")).body();
    assertThat(tested.path("output").asString()).isEqualTo("7");
    assertThat(node.call("TestState", test(machine, "{}").put("stateName", "Nobody")).error())
        .isEqualTo("ValidationException State not found in definition");
  }

  @Test
  void aStateThatFailsByItselfTellsNoPlaceInAHistory() throws Exception {
    var pass = "{\"Type\":\"Pass\",\"InputPath\":\"$.nowhere\",\"End\":true}";
    var tested = node.call("TestState", test(pass, "{}")).body();
    assertThat(tested.path("status").asString()).isEqualTo("FAILED");
    assertThat(tested.path("error").asString()).isEqualTo("States.Runtime");
    assertThat(tested.path("cause").asString()).doesNotContain("entered at the event id");
    assertThat(tested.at("/inspectionData").propertyNames()).containsExactly("input");
  }

  @Test
  void aWaitWaitsForNobody() throws Exception {
    var wait = "{\"Type\":\"Wait\",\"Seconds\":3600,\"Next\":\"Later\"}";
    var tested = node.call("TestState", test(wait, "{\"a\":1}")).body();
    assertThat(tested.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(tested.path("nextState").asString()).isEqualTo("Later");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ExecutionArn\":1,\"StartDate\":\"d\"}|STRICT|Field 'ExecutionArn' must be a string",
        "{\"ExecutionArn\":\"a\"}|STRICT|Required field 'StartDate' is missing",
        "{\"StartDate\":1}|PRESENT|Field 'StartDate' must be a string",
      })
  void mocksOfKnownServicesAreChecked(String result, String mode, String detail) throws Exception {
    var definition =
        """
        {"Type":"Task","Resource":"arn:aws:states:::states:startExecution","End":true,
         "Parameters":{"StateMachineArn":"arn"}}
        """;
    var request = mocked(definition, "{}", result);
    ((ObjectNode) request.required("mock")).put("fieldValidationMode", mode);
    assertThat(node.call("TestState", request).error())
        .isEqualTo("ValidationException Mock result schema validation error: " + detail);
    ((ObjectNode) request.required("mock")).put("fieldValidationMode", "NONE");
    assertThat(node.call("TestState", request).text("status")).isEqualTo("SUCCEEDED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "events:putEvents|{\"Entries\":[{\"EventId\":\"a\"},{\"EventId\":2}]}|Field 'EventId' must be a"
            + " string",
        "dynamodb:getItem|{\"Item\":{\"k\":{\"L\":[{\"BOOL\":1}]}}}|Field 'BOOL' must be a boolean",
        "sns:publish|{\"MessageId\":[]}|Field 'MessageId' must be a string",
        "lambda:invoke|{\"Payload\":{},\"StatusCode\":\"200\"}|Field 'StatusCode' must be a number",
      })
  void aMockIsWhatItsServiceCouldAnswer(String call, String result, String detail)
      throws Exception {
    var parameters =
        "\"TableName\":\"t\",\"Key\":{},\"Entries\":[],\"Message\":\"m\",\"FunctionName\":\"f\"";
    var definition =
        "{\"Type\":\"Task\",\"End\":true,\"Resource\":\"arn:aws:states:::%s\",\"Parameters\":{%s}}"
            .formatted(call, parameters);
    assertThat(node.call("TestState", mocked(definition, "{}", result)).error())
        .isEqualTo("ValidationException Mock result schema validation error: " + detail);
    assertThat(node.call("TestState", mocked(definition, "{}", "{\"new\":1}")).text("output"))
        .isEqualTo("{\"new\":1}");
  }

  @Test
  void whatCannotBeCalledNeedsAMock() throws Exception {
    var definition =
        """
        {"Type":"Task","End":true,"Resource":"arn:aws:states:::events:putEvents",
         "Parameters":{"Entries":[]}}
        """;
    assertThat(node.call("TestState", test(definition, "{}").put("roleArn", TestNode.ROLE)).error())
        .startsWith(
            "ValidationException The resource arn:aws:states:::events:putEvents cannot be called");
  }

  private static final String DISTRIBUTED =
      """
      {"Type":"Map","ItemsPath":"$.items",%s"End":true,"ItemProcessor":{
        "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
        "StartAt":"Each","States":{"Each":{"Type":"Pass","End":true}}}}
      """;

  @ParameterizedTest
  @CsvSource({
    "'\"ToleratedFailureCount\":2,',2,SUCCEEDED,toleratedFailureCount,2",
    "'\"ToleratedFailureCount\":2,',3,FAILED,toleratedFailureCount,2",
    "'\"ToleratedFailurePercentage\":50,',2,SUCCEEDED,toleratedFailurePercentage,50.0",
    "'\"ToleratedFailurePercentage\":50,',3,FAILED,toleratedFailurePercentage,50.0",
    "'',4,SUCCEEDED,maxConcurrency,0",
  })
  void aMapThatIsDistributedToleratesFailures(
      String field, int failed, String status, String shown, double value) throws Exception {
    var request = mocked(DISTRIBUTED.formatted(field), "{\"items\":[1,2,3,4]}", "[1,2,3,4]");
    request.putObject("stateConfiguration").put("mapIterationFailureCount", failed);
    var tested = node.call("TestState", request).body();
    assertThat(tested.path("status").asString()).isEqualTo(status);
    assertThat(tested.path("inspectionData").path(shown).doubleValue()).isEqualTo(value);
    assertThat(tested.path("error").asString(""))
        .isEqualTo(status.equals("FAILED") ? "States.ExceedToleratedFailureThreshold" : "");
  }

  @Test
  void noMoreIterationsFailThanThereAre() throws Exception {
    var request = mocked(DISTRIBUTED.formatted(""), "{\"items\":[1]}", "[1]");
    request.putObject("stateConfiguration").put("mapIterationFailureCount", 2);
    assertThat(node.call("TestState", request).error())
        .isEqualTo(
            "ValidationException Map iteration failure count must be less than or equal to the number of Map iterations");
  }

  @Test
  void whatAnItemReaderHasReadIsGiven() throws Exception {
    var reader =
        """
        "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON"},
          "Parameters":{"Bucket":"b","Key":"k"}},"ToleratedFailureCount":1,
        """;
    var request = mocked(DISTRIBUTED.formatted(reader), "{}", "[1]");
    assertThat(node.call("TestState", request).error()).contains("MapItemReaderData must be");
    var configuration = request.putObject("stateConfiguration");
    configuration.put("mapItemReaderData", "{}");
    assertThat(node.call("TestState", request).error()).endsWith("must be a JSON array");
    configuration.put("mapItemReaderData", "[1,2]").put("mapIterationFailureCount", 2);
    assertThat(node.call("TestState", request).text("error"))
        .isEqualTo("States.ExceedToleratedFailureThreshold");
    var without = mocked(DISTRIBUTED.formatted(""), "{\"items\":[1]}", "[1]");
    without.putObject("stateConfiguration").put("mapItemReaderData", "[1]");
    assertThat(node.call("TestState", without).error()).contains("only supported for a Map state");
  }

  @Test
  void aRoleIsARolesArn() throws Exception {
    var pass = test("{\"Type\":\"Pass\",\"End\":true}", "{}").put("roleArn", "somebody");
    assertThat(node.call("TestState", pass).error())
        .isEqualTo("InvalidArn Invalid Role Arn: 'somebody'");
  }

  @ParameterizedTest
  @CsvSource({"[1],number of Parallel branches.", "{},must be an array.", "x,must be valid JSON"})
  void aMockedParallelHasAResultOfEachBranch(String result, String message) throws Exception {
    var parallel =
        """
        {"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"A","States":{"A":{"Type":"Succeed"}}},
          {"StartAt":"B","States":{"B":{"Type":"Succeed"}}}]}
        """;
    assertThat(node.call("TestState", mocked(parallel, "{}", result)).text("message"))
        .endsWith(message);
    assertThat(node.call("TestState", mocked(parallel, "{}", "[1,2]")).text("output"))
        .isEqualTo("[1,2]");
    assertThat(node.call("TestState", test(parallel, "{}")).text("__type"))
        .isEqualTo("InvalidDefinition");
  }
}
