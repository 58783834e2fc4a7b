package dev.stepwell.engine.simulation;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Polls at one node and answers at another; answers at once, late, twice or never. Whoever gets the
 * token of a callback does the same.
 */
final class Worker {
  private static final String LARGE = "x".repeat(3_000);

  private final World world;
  private final Random random;
  private final String name;
  private Instant pollEndsBy = Instant.MAX;

  Worker(World world, String name) {
    this.world = world;
    this.random = world.random();
    this.name = name;
  }

  /** When its present poll should be over. */
  Instant pollEndsBy() {
    return pollEndsBy;
  }

  void begin() {
    var _ = world.outside().startVirtual(name, this::poll);
  }

  private void poll() {
    while (true) {
      var node = world.anyNode();
      if (node == null) {
        pauseUpTo(1_000);
        continue;
      }
      var waits = Duration.ofSeconds(1 + random.nextInt(20));
      pollEndsBy = world.now().plus(waits);
      var isPatient = world.isCalm() || random.nextInt(5) > 0;
      var answer =
          request(
              node.request(
                  "poll",
                  () -> {
                    var task =
                        node.tasks()
                            .poll(
                                World.ACTIVITY,
                                name,
                                waits,
                                () -> isPatient || random.nextBoolean());
                    handed(node, task);
                    return task;
                  }));
      switch (answer) {
        case Answer.Given<Optional<ActivityTasks.Task>>(var task) ->
            task.ifPresent(given -> takes(given.taskToken()));
        case Answer.Refused<?>(var reason, var message, _) -> {
          if (reason != Refusal.ACTIVITY_WORKER_LIMIT_EXCEEDED) {
            throw new AssertionError(message);
          }
          pauseUpTo(1_000);
        }
        case null -> pauseUpTo(1_000);
      }
    }
  }

  private void handed(Node node, Answer<Optional<ActivityTasks.Task>> answer) {
    if (answer instanceof Answer.Given<Optional<ActivityTasks.Task>>(var task)
        && task.isPresent()) {
      var token = node.engine().tokens().read(task.get().taskToken()).orElseThrow();
      world.ledger().handed(token);
      world.tell(name, "gets task " + token.scheduledEventId() + " of " + token.executionId());
    }
  }

  /** Somebody has a token. */
  void takes(String token) {
    switch (world.isCalm() ? 9 : random.nextInt(12)) {
      case 0 -> world.tell(name, "falls silent");
      case 1 -> {
        later(token, 2_000);
        later(token, 2_000);
      }
      case 2 -> later(token, 60_000);
      case 3, 4 -> {
        var _ = world.outside().startVirtual(name + "-slow", () -> beatAndReport(token));
      }
      default -> later(token, 1_000);
    }
  }

  private void later(String token, int mostMillis) {
    var _ =
        world
            .outside()
            .startVirtual(
                name + "-report",
                () -> {
                  pauseUpTo(mostMillis);
                  report(token);
                });
  }

  private void beatAndReport(String token) {
    for (var beats = random.nextInt(8); beats > 0; beats--) {
      pauseUpTo(4_000);
      var node = world.anyNode();
      if (node != null && request(node.request("heartbeat", () -> beat(node, token))) == null) {
        // What was not answered may count later than what comes next.
        break;
      }
    }
    report(token);
  }

  private Answer<Boolean> beat(Node node, String token) {
    var clockSettings = node.machine().clockSettings();
    var since = node.machine().instant();
    var answer = node.tasks().submit(new Report.Heartbeat(token)).get();
    if (answer instanceof Answer.Given<Boolean>
        && node.machine().clockSettings() == clockSettings) {
      world.heard(read(node, token), since);
    }
    return answer;
  }

  /** Tells the outcome until somebody has understood. */
  private void report(String token) {
    var mark = world.ledger().reports().newMark();
    var report =
        switch (random.nextInt(8)) {
          case 0 -> new Report.Failure(token, "E1", mark);
          case 1 -> new Report.Failure(token, null, null);
          case 2 -> new Report.Success(token, "\"" + mark + LARGE + "\"");
          default ->
              new Report.Success(
                  token, "{\"n\": 1, \"items\": [5], \"by\": \"%s\"}".formatted(mark));
        };
    var isHeard = false;
    while (true) {
      var node = world.anyNode();
      if (node != null) {
        var answer = request(node.request("report", () -> node.tasks().submit(report).get()));
        if (answer instanceof Answer.Given<Boolean>) {
          var read = read(node, token);
          world.ledger().reports().accepted(world.ledger().require(read.executionId()), read, mark);
          return;
        }
        if (answer instanceof Answer.Refused<Boolean>(var reason, _, _)
            && reason != Refusal.THROTTLED) {
          var read = read(node, token);
          world.refused(read, reason);
          if (!isHeard) {
            world
                .ledger()
                .reports()
                .refused(world.ledger().require(read.executionId()), read, mark);
          }
          return;
        }
        // A node that ends may not find out any more what became of a commit.
        isHeard |= answer == null || !node.isUp();
      }
      pauseUpTo(1_000);
    }
  }

  private static TaskToken read(Node node, String token) {
    return node.engine().tokens().read(token).orElseThrow();
  }

  /** The answer; null: the connection broke, or the server could not find out. */
  private <T> @Nullable T request(CompletableFuture<T> answer) {
    return Client.await(world, answer);
  }

  private void pauseUpTo(int millis) {
    world.scheduler().pause(Duration.ofMillis(1 + random.nextInt(millis)));
  }
}
