package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Evaluated.Failed;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.FixedBindings;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.DataFlow.JsonataFlow;
import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.PassState;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.asl.model.WaitState.WaitFor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a valid definition in JSONata, or with variables, becomes. */
class JsonataModelTest {
  private static final String BLOCK =
      "{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Pass\",\"End\":true}}}";

  @Test
  void nestedStatesHaveTheLanguageOfTheMachine() {
    var machine =
        machine(
            """
            {"StartAt":"S","States":{"S":{"Type":"Map","QueryLanguage":"JSONata",
              "ItemProcessor":BLOCK,"End":true}}}
            """
                .replace("BLOCK", BLOCK));
    var map = (MapState) machine.block().requireState("S");

    assertThat(machine.queryLanguage()).isEqualTo(QueryLanguage.JSONPATH);
    assertThat(map.queryLanguage()).isEqualTo(QueryLanguage.JSONATA);
    assertThat(map.items()).isNull();
    assertThat(map.processor().requireState("I").queryLanguage()).isEqualTo(QueryLanguage.JSONPATH);
  }

  @Test
  void placesTellWhereInTheStateAnExpressionIs() {
    var task =
        (TaskState)
            state(
                """
                {"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:work",
                 "Arguments":{"a":{"b":["{% $no %}"]}},"Output":"{% $no %}",
                 "TimeoutSeconds":"{% 'x' %}","Assign":{"v":"{% $no %}"},
                 "Catch":[{"ErrorEquals":["A"],"Next":"S","Output":{"o":"{% $no %}"},
                  "Assign":{"c":"{% $no %}"}}],"End":true}
                """);
    var flow = (JsonataFlow) task.flow();
    var catcher = task.catchers().getFirst();

    assertThat(place(flow.arguments())).isEqualTo("Arguments/a/b[0]");
    assertThat(place(flow.output())).isEqualTo("Output");
    assertThat(place(task.assign())).isEqualTo("Assign/v");
    assertThat(place(catcher.output())).isEqualTo("Output/o");
    assertThat(place(catcher.assign())).isEqualTo("Assign/c");
    assertThat(causeOf(task.timeoutSeconds()))
        .endsWith("Expected 'number', but was 'string' for value: \"x\"");
  }

  @Test
  void everyFieldExpectsItsType() {
    var wait = (WaitState) state("{\"Type\":\"Wait\",\"Seconds\":\"{% '1' %}\",\"End\":true}");
    var until = (WaitState) state("{\"Type\":\"Wait\",\"Timestamp\":\"{% 1 %}\",\"End\":true}");
    var fail = (FailState) state("{\"Type\":\"Fail\",\"Error\":\"{% 1 %}\",\"Cause\":\"c\"}");
    var map =
        (MapState)
            state(
                """
                {"Type":"Map","Items":"{% 1 %}","MaxConcurrency":"{% '1' %}",
                 "ToleratedFailureCount":"{% '1' %}","ToleratedFailurePercentage":"{% '1' %}",
                 "ItemProcessor":BLOCK,"End":true}
                """
                    .replace("BLOCK", BLOCK));

    assertThat(causeOf(((WaitFor.Seconds) wait.duration()).value())).contains("Expected 'number'");
    assertThat(causeOf(((WaitFor.Timestamp) until.duration()).value()))
        .contains("Expected 'string'");
    assertThat(causeOf(fail.error())).contains("field 'Error'", "Expected 'string'");
    assertThat(fail.cause()).isEqualTo(new Expression.Literal(Json.parse("\"c\"")));
    assertThat(causeOf(map.items())).contains("Expected 'array', but was 'number' for value: 1");
    assertThat(causeOf(map.maxConcurrency())).contains("Expected 'number'");
    assertThat(causeOf(map.toleratedFailureCount())).contains("Expected 'number'");
    assertThat(causeOf(map.toleratedFailurePercentage())).contains("Expected 'number'");
  }

  @Test
  void fillsInItemsThatAreWrittenOut() {
    var map =
        (MapState)
            state(
                "{\"Type\":\"Map\",\"Items\":[1,\"{% 1 + 1 %}\"],\"ItemProcessor\":BLOCK,\"End\":true}"
                    .replace("BLOCK", BLOCK));

    assertThat(evaluate(map.items())).isEqualTo(Evaluated.value(Json.parse("[1,2]")));
  }

  @Test
  void testsConditions() {
    var choice =
        (ChoiceState)
            machine(
                    """
                    {"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Choice","Choices":[
                      {"Condition":"{% $x = 1 %}","Next":"E","Output":"{% $x %}","Assign":{"x":2}},
                      {"Condition":true,"Next":"E"},{"Condition":"{% 1 %}","Next":"E"}],
                      "Output":3,"Assign":{"y":4}},"E":{"Type":"Succeed"}}}
                    """)
                .block()
                .requireState("S");
    var bindings = bindings(Map.of("x", "1"));
    var first = choice.choices().getFirst();

    assertThat(first.rule().test(bindings)).isEqualTo(Evaluated.value(Json.parse("true")));
    assertThat(Objects.requireNonNull(first.output()).evaluate(bindings))
        .isEqualTo(Evaluated.value(Json.parse("1")));
    assertThat(first.assign()).isEqualTo(new Template.Literal(Json.parse("{\"x\":2}")));
    assertThat(choice.assign()).isEqualTo(new Template.Literal(Json.parse("{\"y\":4}")));
    assertThat(choice.choices().get(1).rule().test(bindings))
        .isEqualTo(Evaluated.value(Json.parse("true")));
    assertThat(choice.choices().get(2).rule().test(bindings))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.location()).isEqualTo("Condition"));
  }

  @Test
  void readsAssignInJsonPath() {
    var pass =
        (PassState)
            machine(
                    """
                    {"StartAt":"S","States":{"S":{"Type":"Pass","End":true,
                      "Assign":{"a.$":"$x.y","b":{"c.$":"$.d"},"e":"$x"}}}}
                    """)
                .block()
                .requireState("S");

    assertThat(
            Objects.requireNonNull(pass.assign())
                .evaluate(bindings(Map.of("x", "{\"y\":1}")).over(Json.parse("{\"d\":2}"))))
        .isEqualTo(Evaluated.value(Json.parse("{\"a\":1,\"b\":{\"c\":2},\"e\":\"$x\"}")));
  }

  private static @Nullable String place(@Nullable Template template) {
    return ((Failed) Objects.requireNonNull(template).evaluate(bindings(Map.of()))).location();
  }

  private static @Nullable String causeOf(@Nullable Expression expression) {
    return ((Failed) evaluate(expression)).error().cause();
  }

  private static Evaluated evaluate(@Nullable Expression expression) {
    return Objects.requireNonNull(expression).evaluate(bindings(Map.of()));
  }

  private static FixedBindings bindings(Map<String, String> variables) {
    var trees = new HashMap<String, JsonNode>();
    variables.forEach((name, json) -> trees.put(name, Json.parse(json)));
    return new FixedBindings(Json.object(), Json.object(), trees);
  }

  private static State state(String state) {
    return machine(
            "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}")
        .block()
        .requireState("S");
  }

  private static StateMachine machine(String definition) {
    var reading = Asl.read(definition);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).machine();
  }
}
