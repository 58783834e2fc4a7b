package dev.stepwell.launcher.process;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.process.TaskLog.Handed;
import dev.stepwell.launcher.process.TaskLog.Item;
import dev.stepwell.worker.ActivityWorker;
import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.StatesException;
import dev.stepwell.worker.TaskContext;
import dev.stepwell.worker.TaskFailure;
import dev.stepwell.worker.TaskGoneException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Workers for the activities of the test machines, at one server, that keep a {@link TaskLog}. */
final class Workers implements AutoCloseable {
  static final List<String> ACTIVITIES = List.of("Prepare", "Charge", "Ship");
  private static final int CONCURRENCY = 8;
  private static final int DECLINED_ATTEMPTS = 1;

  private final TaskLog log;
  private final StatesClient client;
  private final List<ActivityWorker> workers = new ArrayList<>();

  private Workers(URI server, TaskLog log) {
    this.log = log;
    this.client = new StatesClient(server);
  }

  static Workers start(URI server, TaskLog log) {
    var started = new Workers(server, log);
    for (var activity : ACTIVITIES) {
      var worker =
          ActivityWorker.builder()
              .client(started.client)
              .activityName(activity)
              .concurrency(CONCURRENCY)
              .drainTimeout(Duration.ZERO)
              .backoff(Duration.ofMillis(50), Duration.ofMillis(500))
              .handler((context, input) -> started.work(activity, context, input))
              .build();
      worker.start();
      started.workers.add(worker);
    }
    return started;
  }

  /** A definition of the test resources, with the ARNs of the activities filled in. */
  String definition(String resource) throws IOException, InterruptedException, TimeoutException {
    try (var stream = Workers.class.getResourceAsStream("/" + resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("No resource " + resource);
      }
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (int i = 0; i < workers.size(); i++) {
        var arn = workers.get(i).awaitActivityArn(Duration.ofSeconds(30));
        text = text.replace("${" + ACTIVITIES.get(i) + "}", arn);
      }
      return text;
    }
  }

  /** Charge fails at first; Ship reports by itself, so that it knows what was acknowledged. */
  private String work(String activity, TaskContext context, String input) throws TaskFailure {
    var members = Json.parse(input);
    var item =
        new Item(
            members.path("execution").asString(), activity + " " + members.path("item").asString());
    var task = log.add(item, context.taskToken());
    var output = Json.text(Json.object().put("handledBy", task.id()));
    switch (activity) {
      case "Charge" -> {
        if (task.attempt() <= DECLINED_ATTEMPTS) {
          throw new TaskFailure("CardDeclined", "Attempt " + task.attempt());
        }
      }
      case "Ship" -> report(task, output);
      default -> {}
    }
    return output;
  }

  private void report(Handed task, String output) {
    try {
      client.call(
          "SendTaskSuccess", Json.object().put("taskToken", task.token()).put("output", output));
      log.acknowledge(task);
      reportAgain(task);
    } catch (IOException e) {
      // The worker itself reports it until it gets an answer.
      return;
    } catch (StatesException e) {
      if (!e.isTransient()) {
        log.refuse(task);
        throw new TaskGoneException(e.code(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reportAgain(Handed task) throws InterruptedException {
    try {
      client.call(
          "SendTaskFailure", Json.object().put("taskToken", task.token()).put("error", "TooLate"));
      log.answeredLate("");
    } catch (StatesException e) {
      if (!e.isTransient()) {
        log.answeredLate(e.code());
      }
    } catch (IOException e) {
      // Killed in between: nothing was said.
    }
  }

  @Override
  public void close() {
    for (var worker : workers) {
      worker.close();
    }
    client.close();
  }
}
