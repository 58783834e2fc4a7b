package dev.stepwell.engine.story;

import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.history.HistoryEvent;
import dev.stepwell.engine.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Histories as text: one event a line, indented by branch and iteration, with a line for every
 * moment at which time has passed.
 */
public final class HistoryText {
  private static final int LONGEST_VALUE = 200;

  private final Map<Long, HistoryEvent> events = new HashMap<>();
  private final Map<Long, Integer> depths = new HashMap<>();

  private HistoryText() {}

  /** The whole history, readable. */
  public static String of(List<HistoryEvent> history) {
    return history.isEmpty() ? "" : new HistoryText().lines(history);
  }

  /** As histories are recorded: {@code id<previousEventId:Type …}. */
  public static String sequence(List<HistoryEvent> history) {
    return history.stream()
        .map(event -> event.id() + "<" + event.previousEventId() + ":" + event.type().wireName())
        .collect(Collectors.joining(" "));
  }

  private String lines(List<HistoryEvent> history) {
    var text = new StringBuilder();
    var start = history.getFirst().timestamp();
    var time = start;
    for (var event : history) {
      if (!event.timestamp().equals(time)) {
        time = event.timestamp();
        text.append("@ ").append(sinceStart(start, time)).append('\n');
      }
      events.put(event.id(), event);
      var depth = depth(event);
      depths.put(event.id(), depth);
      text.append("  ".repeat(depth)).append(line(event)).append('\n');
    }
    return text.toString();
  }

  private static String sinceStart(Instant start, Instant time) {
    return Duration.between(start, time).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String line(HistoryEvent event) {
    var words = new ArrayList<String>();
    words.add(event.id() + "<" + event.previousEventId());
    words.add(event.type().wireName());
    switch (event.details()) {
      case EventDetails.None() -> {}
      case EventDetails.ExecutionStarted(var input, _) -> words.add(value(input));
      case EventDetails.ExecutionRedriven(var count) -> words.add("count=" + count);
      case EventDetails.Output(var output) -> words.add(value(output));
      case EventDetails.Failure(var error, var cause) -> {
        addOptional(words, "error", error);
        addOptional(words, "cause", cause);
      }
      case EventDetails.StateEntered(var name, var input) -> {
        words.add(name);
        words.add(value(input));
      }
      case EventDetails.StateExited(var name, var output, var assigned) -> {
        words.add(name);
        words.add(value(output));
        assigned.forEach((variable, value) -> words.add("$" + variable + "=" + value(value)));
      }
      case EventDetails.EvaluationFailed failed -> {
        words.add(failed.state());
        addOptional(words, "location", failed.location());
        addOptional(words, "error", failed.error());
        addOptional(words, "cause", failed.cause());
      }
      case EventDetails.ActivityScheduled scheduled -> {
        words.add(scheduled.resource().substring(scheduled.resource().lastIndexOf(':') + 1));
        words.add(value(scheduled.input()));
        addOptional(words, "timeout", scheduled.timeoutInSeconds());
        addOptional(words, "heartbeat", scheduled.heartbeatInSeconds());
      }
      case EventDetails.LambdaFunctionScheduled scheduled -> {
        words.add(scheduled.resource());
        words.add(value(scheduled.input()));
        addOptional(words, "timeout", scheduled.timeoutInSeconds());
        addOptional(words, "role", scheduled.roleArn());
      }
      case EventDetails.TaskScheduled scheduled -> {
        words.add(service(scheduled.service()));
        words.add(value(scheduled.parameters()));
        addOptional(words, "timeout", scheduled.timeoutInSeconds());
        addOptional(words, "heartbeat", scheduled.heartbeatInSeconds());
        addOptional(words, "role", scheduled.roleArn());
      }
      case EventDetails.TaskStarted(var service) -> words.add(service(service));
      case EventDetails.TaskOutput(var service, var output) -> {
        words.add(service(service));
        words.add(value(output));
      }
      case EventDetails.TaskFailure(var service, var error, var cause) -> {
        words.add(service(service));
        addOptional(words, "error", error);
        addOptional(words, "cause", cause);
      }
      case EventDetails.ActivityStarted(var workerName) -> addOptional(words, "worker", workerName);
      case EventDetails.MapStateStarted(var length) -> words.add("length=" + length);
      case EventDetails.MapIteration(var name, var index) -> words.add(name + "[" + index + "]");
    }
    return String.join(" ", words);
  }

  private static String service(EventDetails.Service service) {
    return service.resourceType() + ":" + service.resource();
  }

  private static void addOptional(List<String> words, String name, @Nullable Object value) {
    if (value != null) {
      words.add(name + "=" + shortened(value.toString()));
    }
  }

  private static String value(Payload payload) {
    return shortened(payload.text());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_VALUE
        ? text
        : text.substring(0, LONGEST_VALUE) + "… (" + text.length() + " characters)";
  }

  private int depth(HistoryEvent event) {
    var previous = events.get(event.previousEventId());
    if (previous == null) {
      return 0;
    }
    var depth = depths.getOrDefault(previous.id(), 0);
    return Math.max(0, depth + step(event.type(), previous.type()));
  }

  /** How much deeper an event lies than the one that it follows. */
  private static int step(EventType type, EventType previous) {
    return switch (type) {
      case MAP_ITERATION_STARTED -> previous == EventType.MAP_STATE_STARTED ? 1 : -1;
      case MAP_ITERATION_SUCCEEDED, MAP_ITERATION_FAILED, MAP_ITERATION_ABORTED -> -1;
      case MAP_STATE_SUCCEEDED, MAP_STATE_EXITED ->
          previous == EventType.MAP_ITERATION_SUCCEEDED ? -1 : 0;
      case MAP_STATE_STARTED, MAP_STATE_FAILED ->
          switch (previous) {
            case MAP_STATE_ENTERED, MAP_STATE_STARTED, MAP_STATE_SUCCEEDED -> 0;
            default -> -2;
          };
      case PARALLEL_STATE_STARTED -> previous == EventType.PARALLEL_STATE_ENTERED ? 0 : -1;
      case PARALLEL_STATE_SUCCEEDED, PARALLEL_STATE_FAILED -> -1;
      case PARALLEL_STATE_EXITED -> previous == EventType.PARALLEL_STATE_FAILED ? 0 : -1;
      default ->
          previous == EventType.PARALLEL_STATE_STARTED
                  || previous == EventType.MAP_ITERATION_STARTED
              ? 1
              : 0;
    };
  }
}
