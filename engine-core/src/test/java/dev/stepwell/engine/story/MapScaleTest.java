package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps over many items, and many Maps in each other. */
class MapScaleTest {
  private static final Limits LONG_HISTORY =
      Limits.DEFAULTS.withPayloadBytes(1_000_000).withHistoryEvents(1_000_000);

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void tenThousandItems() {
    var items = items(10_000);
    var run =
        Story.givenStates(
                """
                "S": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "I", "States": {
                  "I": {"Type": "Pass", "Assign": {"own.$": "$"}, "Next": "J"},
                  "J": {"Type": "Pass", "OutputPath": "$own", "End": true}}}}
                """)
            .limitedBy(LONG_HISTORY)
            .startedWith(items)
            .is(SUCCEEDED)
            .run();
    assertThat(run.state().outcome())
        .isNotNull()
        .extracting(Outcome::output)
        .isEqualTo(Payload.ofText(items));
  }

  private static final String TASK =
      "\"I\": {\"Type\": \"Task\", \"Resource\": \"@Item\", \"End\": true}";

  private static String map(String fields) {
    return "\"S\": {\"Type\": \"Map\", "
        + fields
        + ", \"End\": true, \"ItemProcessor\": {\"StartAt\": \"I\", \"States\": {"
        + TASK
        + "}}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ItemsPath\": \"$.items\"",
        "\"InputPath\": \"$.items[*]\"",
        "\"QueryLanguage\": \"JSONata\", \"Items\": \"{% $states.input.items %}\"",
      })
  void anIterationThatEndsRewritesNoOther(String fields) {
    var story =
        Story.givenStates(map(fields))
            .limitedBy(LONG_HISTORY)
            .startedWith("{\"items\": " + items(2_000) + "}");
    for (var i = 0; i < 3; i++) {
      var task = story.run().tasks().getFirst().scheduledEventId();
      var started = (Transition.Applied) story.run().apply(new Command.StartTask(task, null));
      assertThat(started.scopesWritten()).containsExactly(1 + i);
      var ended =
          (Transition.Applied)
              story.run().apply(new Command.CompleteTask(task, Payload.ofText("1")));
      assertThat(ended.scopesWritten())
          .as("the one that ends, and the one that begins")
          .containsExactlyInAnyOrder(1 + i, 41 + i)
          .doesNotContain(Scope.ROOT_ID);
      assertThat(ended.scopesRemoved()).isEmpty();
    }
  }

  @Test
  void tenMapsInEachOther() {
    var inner =
        "\"I10\": {\"Type\": \"Pass\", \"Parameters\": {\"item.$\": \"$$.Map.Item.Value\", \"v.$\": \"$v\"}, \"End\": true}";
    for (var depth = 9; depth >= 0; depth--) {
      inner =
          "\"I%d\": {\"Type\": \"Map\", \"End\": true, \"ItemProcessor\": {\"StartAt\": \"I%d\", \"States\": {%s}}}"
              .formatted(depth, depth + 1, inner);
    }
    Story.givenStates(
            "\"S\": {\"Type\": \"Pass\", \"Assign\": {\"v\": \"outermost\"}, \"Next\": \"I0\"}, "
                + inner)
        .startedWith("[[[[[[[[[[1]]]]]]]]]]")
        .isTold("map-ten-deep", SUCCEEDED);
  }
}
