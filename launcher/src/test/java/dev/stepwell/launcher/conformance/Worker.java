package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The second actor of a case: beside the steps it takes messages from queues, and reports the tasks
 * whose tokens they carry.
 *
 * <p>A case says where its worker looks for messages, and not what it makes of them: only the
 * recorded history of the execution tells that. So it reports what the recorded task ended with.
 * What it does not get done shows in the answers to the steps.
 */
final class Worker implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final String TOKEN = "TaskToken";
  private static final String CALLBACK = ".waitForTaskToken";

  /** Makes a call of a service, as one of the steps does. */
  @FunctionalInterface
  interface Services {
    JsonNode call(String service, String operation, JsonNode params)
        throws IOException, InterruptedException;
  }

  private final ConformanceCase test;
  private final Tokens tokens;
  private final Services services;
  private final List<JsonNode> steps;
  private @Nullable Thread thread;

  Worker(ConformanceCase test, Tokens tokens, Services services) {
    this.test = test;
    this.tokens = tokens;
    this.services = services;
    this.steps = test.steps().valueStream().filter(Worker::isOfWorker).toList();
  }

  static boolean isOfWorker(JsonNode step) {
    return step.path("actor").asString("").equals("worker");
  }

  /** Begins, at the first of its steps; not a second time. */
  void begin() {
    if (thread == null) {
      thread = Thread.ofVirtual().start(this::work);
    }
  }

  private void work() {
    try {
      for (var step : steps) {
        if (step.has("op")) {
          take(step);
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException gone) {
      // Some look into queues that are not there: the answers tell whether that matters.
    }
  }

  private void take(JsonNode step) throws IOException, InterruptedException {
    var isPoll = step.path("poll").asBoolean(false);
    while (true) {
      var answer =
          services.call(
              step.path("service").asString(),
              step.path("op").asString(),
              tokens.fill(step.path("params")));
      for (var message : answer.path("Messages")) {
        report(message.path("Body").asString(""));
      }
      if (!isPoll || !answer.path("Messages").isEmpty()) {
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void report(String body) throws IOException, InterruptedException {
    var message = parsed(body);
    var token = message.path(TOKEN);
    if (!token.isString()) {
      return;
    }
    for (var recorded : test.json().path("expect")) {
      for (var event : recorded.path("events")) {
        var succeeded = event.path("taskSucceededEventDetails");
        var failed = event.path("taskFailedEventDetails");
        if (isCallback(succeeded)) {
          services.call("stepfunctions", "SendTaskSuccess", success(message, succeeded));
          return;
        }
        if (isCallback(failed)) {
          services.call("stepfunctions", "SendTaskFailure", failure(message, failed));
          return;
        }
      }
    }
  }

  private static boolean isCallback(JsonNode details) {
    return details.path("resource").asString("").endsWith(CALLBACK);
  }

  /** Recorded outputs have placeholders where they repeat what was in the message. */
  private static JsonNode success(JsonNode message, JsonNode recorded) {
    var output = recorded.path("output").deepCopy();
    if (output instanceof ObjectNode members) {
      message.properties().stream()
          .filter(member -> members.has(member.getKey()))
          .forEach(member -> members.set(member.getKey(), member.getValue()));
    }
    return Json.object()
        .put("taskToken", message.path(TOKEN).asString())
        .put("output", output.isString() ? output.asString() : Json.text(output));
  }

  private static JsonNode failure(JsonNode message, JsonNode recorded) {
    var request = Json.object().put("taskToken", message.path(TOKEN).asString());
    for (var member : List.of("error", "cause")) {
      if (recorded.has(member)) {
        request.set(member, recorded.path(member));
      }
    }
    return request;
  }

  private static JsonNode parsed(String body) {
    try {
      return Json.parse(body);
    } catch (JacksonException notJson) {
      return Json.object();
    }
  }

  @Override
  public void close() {
    var working = thread;
    if (working != null) {
      working.interrupt();
    }
  }
}
