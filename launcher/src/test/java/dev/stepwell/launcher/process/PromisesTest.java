package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.process.TaskLog.Handed;
import dev.stepwell.launcher.process.TaskLog.Item;
import dev.stepwell.launcher.process.Violation.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a history must not be: the checks of the crash tests find it. */
class PromisesTest {
  private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:a:b";
  private static final Visits VISITS = new Visits(Map.of("Pause", 1, "Ship", 1));

  private final TaskLog log = new TaskLog();
  private final Handed task = log.add(new Item(EXECUTION, "Ship first"), "token");
  private String history = "";

  @BeforeEach
  void oneTaskWasDone() {
    log.acknowledge(task);
    history =
        """
        [{"id":1,"previousEventId":0,"timestamp":1,"type":"ExecutionStarted"},
         {"id":2,"previousEventId":0,"timestamp":1,"type":"WaitStateEntered",
          "stateEnteredEventDetails":{"name":"Pause"}},
         {"id":3,"previousEventId":2,"timestamp":2,"type":"WaitStateExited",
          "stateExitedEventDetails":{"name":"Pause"}},
         {"id":4,"previousEventId":3,"timestamp":2,"type":"TaskStateEntered",
          "stateEnteredEventDetails":{"name":"Ship"}},
         {"id":5,"previousEventId":4,"timestamp":2,"type":"ActivityScheduled"},
         {"id":6,"previousEventId":5,"timestamp":7,"type":"ActivityTimedOut"},
         {"id":7,"previousEventId":6,"timestamp":8,"type":"ActivityScheduled"},
         {"id":8,"previousEventId":7,"timestamp":8,"type":"ActivityStarted"},
         {"id":9,"previousEventId":8,"timestamp":9,"type":"ActivitySucceeded",
          "activitySucceededEventDetails":{"output":"{\\"handledBy\\":\\"ID\\"}"}},
         {"id":10,"previousEventId":9,"timestamp":9,"type":"TaskStateExited",
          "stateExitedEventDetails":{"name":"Ship"}},
         {"id":11,"previousEventId":10,"timestamp":9,"type":"ExecutionSucceeded"}]
        """
            .replace("ID", task.id());
  }

  private List<JsonNode> events(String text) {
    return Json.parse(text).valueStream().toList();
  }

  private List<Kind> found(String text) {
    return found(text, 0);
  }

  private List<Kind> found(String text, int redrives) {
    var promises = new Promises(log, VISITS);
    promises.check(EXECUTION, events(text), redrives);
    return promises.violations().stream().map(Violation::kind).toList();
  }

  @Test
  void aRightHistoryPasses() {
    assertThat(found(history)).isEmpty();
  }

  @Test
  void noHistoryIsALoss() {
    assertThat(found("[]")).containsExactly(Kind.LOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "OUT_OF_ORDER | a gap | \"id\":5, | \"id\":6,",
        "OUT_OF_ORDER | a previous event that is none | \"previousEventId\":10 | \"previousEventId\":11",
        "OUT_OF_ORDER | time that runs backwards | 9,\"type\":\"ExecutionS | 8,\"type\":\"ExecutionS",
        "OUT_OF_ORDER | an outcome of a task that is not started | ActivityStarted | Other",
        "LOST | no end | ExecutionSucceeded | Other",
        "DUPLICATED | two ends | TaskStateExited | ExecutionFailed",
        "DUPLICATED | a task started twice |"
            + " \"previousEventId\":6,\"timestamp\":8,\"type\":\"ActivityScheduled\" |"
            + " \"previousEventId\":7,\"timestamp\":8,\"type\":\"ActivityStarted\"",
        "DUPLICATED | a state entered twice | \"ActivityTimedOut\" |"
            + " \"PassStateEntered\",\"stateEnteredEventDetails\":{\"name\":\"Pause\"}",
        "LOST | a state that was never left | TaskStateExited | Other",
        "INVENTED | a state of another definition | \"name\":\"Pause\" | \"name\":\"Nap\"",
        "EARLY | a Wait left early | \"previousEventId\":0,\"timestamp\":1,\"type\":\"Wait |"
            + " \"previousEventId\":0,\"timestamp\":1.001,\"type\":\"Wait",
        "EARLY | a timeout that is early | 7,\"type\":\"ActivityTimedOut | 6.9,\"type\":\"ActivityTimedOut",
        "EARLY | a retry that is early | 7,\"type\":\"ActivityTimedOut | 7.1,\"type\":\"ActivityTimedOut",
        "INVENTED | a task that no worker has seen | TaskStateEntered | ActivityStarted",
        "INVENTED | a result that no worker gave | handledBy\\\":\\\" | handledBy\\\":\\\"not-",
        "LOST | an acknowledged result that is lost | ActivitySucceeded | ActivityFailed",
      })
  void aWrongHistoryIsFound(Kind kind, String what, String text, String replacement) {
    var wrong = history.replace(text, replacement);
    assertThat(wrong).isNotEqualTo(history);
    assertThat(found(wrong)).as(what).contains(kind);
  }

  @Test
  void redrivesAreThoseThatWereAcknowledged() {
    var redriven =
        history.replace(
            "\"ExecutionSucceeded\"}",
            """
            "ExecutionAborted"},
             {"id":12,"previousEventId":11,"timestamp":9,"type":"ExecutionRedriven"},
             {"id":13,"previousEventId":12,"timestamp":9,"type":"ExecutionSucceeded"}\
            """);

    assertThat(found(redriven, 1)).isEmpty();
    assertThat(found(redriven, 0)).containsExactly(Kind.DUPLICATED);
    assertThat(found(redriven, 2)).containsExactly(Kind.LOST);
    assertThat(found(redriven.replace("ExecutionAborted", "Other"), 1))
        .containsExactly(Kind.OUT_OF_ORDER);
  }

  @Test
  void aRefusedResultThatCountsIsFound() {
    log.refuse(task);
    assertThat(found(history)).containsExactly(Kind.INVENTED);
  }

  @Test
  void aTokenHandedOutTwiceIsFound() {
    log.add(new Item(EXECUTION, "Ship second"), "token");
    assertThat(foundInTokens()).containsExactly(Kind.DUPLICATED);
  }

  @Test
  void aSecondOutcomeThatIsTakenIsFound() {
    log.answeredLate("");
    assertThat(foundInTokens()).containsExactly(Kind.DUPLICATED);
  }

  private List<Kind> foundInTokens() {
    var promises = new Promises(log, VISITS);
    promises.checkTokens();
    return promises.violations().stream().map(Violation::kind).toList();
  }

  @Test
  void aHistoryThatHasChangedIsFound() {
    var promises = new Promises(log, VISITS);
    promises.checkUnchanged(EXECUTION, events(history).subList(0, 4), events(history));
    assertThat(promises.violations()).isEmpty();

    promises.checkUnchanged(
        EXECUTION, events(history.replace("Pause", "Nap")).subList(0, 4), events(history));
    promises.checkUnchanged(EXECUTION, events(history), events(history).subList(0, 4));
    assertThat(promises.violations()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{\"executionArn\":\"a\",\"status\":\"SUCCEEDED\"}] |",
        "[{\"executionArn\":\"a\",\"status\":\"FAILED\"}] | LOST",
        "[] | LOST",
        "[{\"executionArn\":\"a\",\"status\":\"SUCCEEDED\"},{\"executionArn\":\"a\",\"status\":\"SUCCEEDED\"}]"
            + " | DUPLICATED",
        "[{\"executionArn\":\"a\",\"status\":\"SUCCEEDED\"},{\"executionArn\":\"b\",\"status\":\"SUCCEEDED\"}]"
            + " | INVENTED",
      })
  void whatIsThereIsWhatWasStarted(String listed, @Nullable Kind kind) {
    var promises = new Promises(log, VISITS);
    promises.checkListed(Set.of("a"), events(listed), Map.of());
    assertThat(promises.violations().stream().map(Violation::kind))
        .isEqualTo(kind == null ? List.of() : List.of(kind));
  }

  @Test
  void aStopIsFinal() {
    var promises = new Promises(log, VISITS);
    var listed = events("[{\"executionArn\":\"a\",\"status\":\"ABORTED\",\"stopDate\":2}]");
    promises.checkListed(Set.of("a"), listed, Map.of("a", BigDecimal.TWO));
    assertThat(promises.violations()).isEmpty();

    promises.checkListed(Set.of("a"), listed, Map.of("a", BigDecimal.ONE));
    assertThat(promises.violations()).hasSize(1);
  }
}
