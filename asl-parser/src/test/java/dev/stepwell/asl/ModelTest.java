package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.FixedBindings;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.DataFlow.JsonPathFlow;
import dev.stepwell.asl.model.FailState;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.PassState;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.Retrier;
import dev.stepwell.asl.model.Retrier.JitterStrategy;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.asl.model.WaitState.WaitFor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a valid definition becomes. */
class ModelTest {
  @Test
  void readsTheMachine() {
    var machine =
        machine(
            """
            {"Comment":"c","TimeoutSeconds":60,"StartAt":"S","States":{"S":{"Type":"Succeed"}}}
            """);

    assertThat(machine.comment()).isEqualTo("c");
    assertThat(machine.timeoutSeconds()).isEqualTo(60);
    assertThat(machine.queryLanguage()).isEqualTo(QueryLanguage.JSONPATH);
    assertThat(machine.block().startAt()).isEqualTo("S");
  }

  @Test
  void givesAPlainPassTheDefaults() {
    assertThat(state("{\"Type\":\"Pass\",\"End\":true}"))
        .isEqualTo(
            new PassState(
                "S", null, QueryLanguage.JSONPATH, JsonPathFlow.IDENTITY, null, null, null));
  }

  @Test
  void tellsNullPathsFromAbsentOnes() {
    var pass =
        (PassState)
            state(
                """
                {"Type":"Pass","InputPath":null,"OutputPath":null,"ResultPath":null,"Result":null,"End":true}
                """);

    assertThat(pass.flow()).isEqualTo(new JsonPathFlow(null, null, null, null, null));
    assertThat(pass.result()).isEqualTo(Json.parse("null"));
  }

  @Test
  void readsATask() {
    var task =
        (TaskState)
            state(
                """
                {"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:work",
                 "Parameters":{"a.$":"$.b"},"ResultPath":"$.r","TimeoutSeconds":10,
                 "HeartbeatSecondsPath":"$.h","Retry":[{"ErrorEquals":["A"]},
                 {"ErrorEquals":["B"],"IntervalSeconds":2,"MaxAttempts":0,"BackoffRate":1,
                  "MaxDelaySeconds":9,"JitterStrategy":"FULL"}],
                 "Catch":[{"ErrorEquals":["A"],"Next":"S"}],"End":true}
                """);

    assertThat(task.resource())
        .isEqualTo(
            new TaskResource.Activity("arn:aws:states:us-east-1:123456789012:activity:work"));
    assertThat(task.timeoutSeconds()).isEqualTo(new Expression.Literal(Json.parse("10")));
    assertThat(task.heartbeatSeconds()).isEqualTo(path("$.h"));
    assertThat(task.retriers())
        .isEqualTo(
            List.of(
                new Retrier(List.of("A"), 1, 3, 2, null, JitterStrategy.NONE),
                new Retrier(List.of("B"), 2, 0, 1, 9L, JitterStrategy.FULL)));
    assertThat(task.catchers())
        .isEqualTo(List.of(new Catcher(List.of("A"), "S", ReferencePath.ROOT, null, null)));
    assertThat(task.flow())
        .isEqualTo(
            new JsonPathFlow(
                PathExpression.ROOT,
                new Template.ObjectTemplate(
                    List.of(
                        new Template.Field(
                            "a", new Template.Computed(path("$.b").forField("a.$"))))),
                null,
                ReferencePath.parse("$.r").orElseThrow(),
                PathExpression.ROOT));
  }

  @Test
  void readsWaits() {
    assertThat(waitFor("\"Seconds\":5"))
        .isEqualTo(new WaitFor.Seconds(new Expression.Literal(Json.parse("5"))));
    assertThat(waitFor("\"SecondsPath\":\"$.s\"")).isEqualTo(new WaitFor.Seconds(path("$.s")));
    assertThat(waitFor("\"TimestampPath\":\"$.t\"")).isEqualTo(new WaitFor.Timestamp(path("$.t")));
    assertThat(waitFor("\"Timestamp\":\"2016-03-14T01:59:00Z\""))
        .isEqualTo(
            new WaitFor.Timestamp(new Expression.Literal(Json.parse("\"2016-03-14T01:59:00Z\""))));
  }

  @Test
  void readsChoicesInOrder() {
    var machine =
        machine(
            """
            {"StartAt":"S","States":{"S":{"Type":"Choice","Choices":[
              {"Variable":"$.a","IsNull":true,"Next":"A"},{"Variable":"$.a","IsNull":false,"Next":"B"}],
              "Default":"A"},"A":{"Type":"Succeed"},"B":{"Type":"Succeed"}}}
            """);
    var choice = (ChoiceState) machine.block().requireState("S");

    assertThat(choice.choices()).extracting(ChoiceState.Choice::next).containsExactly("A", "B");
    assertThat(choice.defaultNext()).isEqualTo("A");
  }

  /** Recorded: test_invalid_jsonpath[INVALID_JSONPATH_IN_ERRORPATH]. */
  @Test
  void namesTheFieldWhenAnErrorPathLeadsNowhere() {
    var fail = (FailState) state("{\"Type\":\"Fail\",\"ErrorPath\":\"$.e\",\"Cause\":\"c\"}");

    assertThat(fail.cause()).isEqualTo(new Expression.Literal(Json.parse("\"c\"")));
    assertThat(Objects.requireNonNull(fail.error()).evaluate(FixedBindings.of("{}")))
        .isEqualTo(
            Evaluated.failed(
                "States.Runtime",
                "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the"
                    + " input '{}'"));
  }

  @Test
  void readsALegacyMapAsAMapOfToday() {
    var block = "{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Pass\",\"End\":true}}}";
    var legacy =
        state(
            "{\"Type\":\"Map\",\"Iterator\":%s,\"Parameters\":{\"a.$\":\"$.b\"},\"End\":true}"
                .formatted(block));
    var today =
        state(
            "{\"Type\":\"Map\",\"ItemProcessor\":%s,\"ItemSelector\":{\"a.$\":\"$.b\"},\"End\":true}"
                .formatted(block));

    assertThat(legacy).isEqualTo(today).isInstanceOf(MapState.class);
    assertThat(((MapState) legacy).flow()).isEqualTo(JsonPathFlow.IDENTITY);
    assertThat(((MapState) legacy).items()).isEqualTo(PathExpression.ROOT);
  }

  @Test
  void readsBranches() {
    var branch = "{\"StartAt\":\"%s\",\"States\":{\"%s\":{\"Type\":\"Pass\",\"End\":true}}}";
    var parallel =
        (ParallelState)
            state(
                "{\"Type\":\"Parallel\",\"Branches\":[%s,%s],\"End\":true}"
                    .formatted(branch.formatted("A", "A"), branch.formatted("B", "B")));

    assertThat(parallel.branches()).extracting("startAt").containsExactly("A", "B");
  }

  @Test
  void retryDelaysStayNumbersHoweverOftenTheyGrow() {
    var retrier = new Retrier(List.of("A"), 0, 99_999_999, 1e300, 7L, JitterStrategy.NONE);
    var capped = new Retrier(List.of("A"), 1, 99_999_999, 1e300, 7L, JitterStrategy.NONE);

    assertThat(retrier.delaySeconds(99_999_998)).isZero();
    assertThat(capped.delaySeconds(99_999_998)).isEqualTo(7);
  }

  private static WaitFor waitFor(String field) {
    return ((WaitState) state("{\"Type\":\"Wait\"," + field + ",\"End\":true}")).duration();
  }

  private static PathExpression path(String text) {
    return PathExpression.parse(text).orElseThrow();
  }

  private static State state(String state) {
    return machine("{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}")
        .block()
        .requireState("S");
  }

  private static StateMachine machine(String definition) {
    var reading = Asl.read(definition);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).machine();
  }
}
