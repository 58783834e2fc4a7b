package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.simulation.Chronicle.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** No timer fires early: the times of a history against what the definition asks for. */
final class Timing implements Rule {
  private static final long NEVER = Duration.ofDays(100_000).toSeconds();

  private final long timeoutSeconds;
  private final Map<String, Long> waitSeconds = new HashMap<>();

  Timing(String definition) {
    var machine = Json.parse(definition);
    timeoutSeconds = machine.path("TimeoutSeconds").asLong(0);
    findWaits(machine);
  }

  private void findWaits(JsonNode node) {
    for (var property : node.properties()) {
      if (property.getValue().path("Seconds").isNumber()) {
        waitSeconds.put(property.getKey(), property.getValue().path("Seconds").asLong());
      }
      findWaits(property.getValue());
    }
    if (node.isArray()) {
      node.forEach(this::findWaits);
    }
  }

  @Override
  public void check(Chronicle chronicle, Event event) {
    switch (event.type()) {
      case "WaitStateExited" ->
          isNotBefore(
              event,
              chronicle.event(event.previousId()).at(),
              waitSeconds.getOrDefault(event.details().path("name").asString(), 0L));
      case "ExecutionTimedOut" -> isNotBefore(event, chronicle.beganAt(), timeoutSeconds);
      case "ActivityTimedOut", "LambdaFunctionTimedOut", "TaskTimedOut" ->
          taskTimedOut(chronicle, event);
      default -> {}
    }
  }

  /** A silence ends with the same event as a timeout. */
  private static void taskTimedOut(Chronicle chronicle, Event event) {
    var last = chronicle.event(event.previousId());
    var scheduled = last;
    while (!scheduled.type().endsWith("Scheduled")) {
      scheduled = chronicle.event(scheduled.previousId());
    }
    var timeout = scheduled.details().path("timeoutInSeconds").asLong(NEVER);
    var silence = scheduled.details().path("heartbeatInSeconds").asLong(NEVER);
    // Whichever comes first; a timeout may end a task that is not silent for long yet.
    if (event.at().isBefore(scheduled.at().plusSeconds(timeout))) {
      isNotBefore(event, last.at(), silence);
    }
  }

  private static void isNotBefore(Event event, Instant since, long seconds) {
    assertThat(event.at())
        .as("%s, %s s after %s", event, seconds, since)
        .isAfterOrEqualTo(since.plusSeconds(seconds));
  }
}
