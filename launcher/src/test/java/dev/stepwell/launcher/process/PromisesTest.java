package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.process.TaskLog.Item;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a history must not be: the checks of the crash tests find it. */
class PromisesTest {
  private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:a:b";

  private final TaskLog log = new TaskLog();
  private String history = "";

  @BeforeEach
  void oneTaskWasDone() {
    var task = log.add(new Item(EXECUTION, "Ship first"), "token");
    log.acknowledge(task);
    history =
        """
        [{"id":1,"previousEventId":0,"timestamp":1,"type":"ExecutionStarted"},
         {"id":2,"previousEventId":0,"timestamp":1,"type":"WaitStateEntered"},
         {"id":3,"previousEventId":2,"timestamp":2,"type":"WaitStateExited",
          "stateExitedEventDetails":{"name":"Pause"}},
         {"id":4,"previousEventId":3,"timestamp":2,"type":"TaskStateEntered"},
         {"id":5,"previousEventId":4,"timestamp":2,"type":"ActivityScheduled"},
         {"id":6,"previousEventId":5,"timestamp":2,"type":"ActivityStarted"},
         {"id":7,"previousEventId":6,"timestamp":2,"type":"ActivitySucceeded",
          "activitySucceededEventDetails":{"output":"{\\"handledBy\\":\\"ID\\"}"}},
         {"id":8,"previousEventId":7,"timestamp":2,"type":"TaskStateExited"},
         {"id":9,"previousEventId":8,"timestamp":2,"type":"ExecutionSucceeded"}]
        """
            .replace("ID", task.id());
  }

  private void check(String text) {
    List<JsonNode> events = Json.parse(text).valueStream().toList();
    new Promises(log).check(EXECUTION, events);
  }

  @Test
  void aRightHistoryPasses() {
    assertThatCode(() -> check(history)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a gap | \"id\":5, | \"id\":6,",
        "a previous event that is none | \"previousEventId\":8 | \"previousEventId\":9",
        "no end | ExecutionSucceeded | TaskStateEntered",
        "two ends | TaskStateExited | ExecutionFailed",
        "a task started twice | \"previousEventId\":4,\"timestamp\":2,\"type\":\"ActivityScheduled\""
            + " | \"previousEventId\":5,\"timestamp\":2,\"type\":\"ActivityStarted\"",
        "a timer that fired early | \"previousEventId\":2,\"timestamp\":2"
            + " | \"previousEventId\":2,\"timestamp\":1.999",
        "a task that no worker has seen | TaskStateEntered | ActivityStarted",
        "a result that no worker gave | handledBy\\\":\\\" | handledBy\\\":\\\"not-",
        "an acknowledged result that is lost | ActivitySucceeded | ActivityFailed",
      })
  void aWrongHistoryFails(String what, String text, String replacement) {
    assertThatThrownBy(() -> check(history.replace(text, replacement)))
        .as(what)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aTokenHandedOutTwiceFails() {
    log.add(new Item(EXECUTION, "Ship second"), "token");
    assertThatThrownBy(() -> Promises.checkTokens(log)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aSecondOutcomeThatIsTakenFails() {
    log.answeredLate("");
    assertThatThrownBy(() -> Promises.checkTokens(log)).isInstanceOf(AssertionError.class);
  }
}
