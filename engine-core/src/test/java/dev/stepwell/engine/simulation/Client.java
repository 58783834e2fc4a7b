package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts an execution, as often as it takes, and sometimes stops it or redrives it; or deletes a
 * state machine with all that runs of it.
 */
final class Client {
  private final World world;
  private final Random random;

  Client(World world) {
    this.world = world;
    this.random = world.random();
  }

  void begin(String stateMachineArn, String name, String input) {
    var _ = world.outside().startVirtual("client", () -> run(stateMachineArn, name, input));
  }

  void beginDeletion(String stateMachineArn) {
    var _ = world.outside().startVirtual("deleter", () -> delete(stateMachineArn));
  }

  private void delete(String stateMachineArn) {
    world.scheduler().pause(world.someTime(30_000));
    world.ledger().deletionIsAsked(stateMachineArn);
    var answer = insist("delete", node -> node.stateMachines().delete(stateMachineArn));
    assertThat(answer).isInstanceOf(Answer.Given.class);
    world.tell("client", "has deleted " + stateMachineArn);
    world.ledger().deleted(stateMachineArn);
    world.clientIsDone();
  }

  private void run(String stateMachineArn, String name, String input) {
    world.scheduler().pause(world.someTime(15_000));
    var arn = start(stateMachineArn, name, input);
    if (arn != null && random.nextInt(6) == 0) {
      world.scheduler().pause(world.someTime(30_000));
      stop(arn);
    }
    for (var redrives = random.nextInt(4); arn != null && redrives > 0; redrives--) {
      world.scheduler().pause(world.someTime(15_000));
      redrive(arn, Long.toString(random.nextLong(Long.MAX_VALUE), 36));
    }
    world.clientIsDone();
  }

  /** The ARN; null: the name belongs to somebody else. */
  private @Nullable String start(String stateMachineArn, String name, String input) {
    var arn = world.executionArn(stateMachineArn, name);
    world.ledger().startIsAsked(arn);
    var isFirst = new AtomicBoolean(true);
    var answer =
        insist(
            "start",
            node -> node.executions().start(stateMachineArn, name, input, null),
            () -> isFirst.set(false));
    return switch (answer) {
      case Answer.Given<Executions.Started>(var started) -> {
        world.tell("client", "has started " + name + ", " + started.id());
        world.ledger().started(started.id(), name, input);
        yield started.executionArn();
      }
      case Answer.Refused<Executions.Started>(var reason, var message, _) -> {
        world.tell("client", "may not start " + name + ": " + message);
        if (!world.ledger().isGone(stateMachineArn, reason)) {
          assertThat(reason).as(message).isEqualTo(Refusal.EXECUTION_ALREADY_EXISTS);
          world.ledger().isTaken(arn, input, isFirst.get());
        }
        yield null;
      }
    };
  }

  void stop(String executionArn) {
    var answer = insist("stop", node -> node.executions().stop(executionArn, "Operator", null));
    if (answer instanceof Answer.Refused<Instant>(var reason, var message, _)) {
      assertThat(world.ledger().isGone(executionArn, reason)).as(message).isTrue();
    } else {
      world.tell("client", "has stopped " + executionArn);
      world.ledger().stopped(executionArn);
    }
  }

  /** Asked again without an answer, it is the same redrive: the token says so. */
  private void redrive(String executionArn, String clientToken) {
    world.ledger().redriveIsAsked(executionArn);
    var answer = insist("redrive", node -> node.executions().redrive(executionArn, clientToken));
    switch (answer) {
      case Answer.Given<Instant>(var redriveDate) -> {
        world.tell("client", "has redriven " + executionArn);
        world.ledger().redriven(executionArn, redriveDate);
      }
      case Answer.Refused<Instant>(var reason, var message, _) -> {
        world.tell("client", "may not redrive " + executionArn + ": " + message);
        if (!world.ledger().isGone(executionArn, reason)) {
          assertThat(reason).as(message).isEqualTo(Refusal.EXECUTION_NOT_REDRIVABLE);
          world.ledger().isNotRedrivable(executionArn, message);
        }
      }
    }
  }

  /** Asks until somebody answers. */
  private <T> Answer<T> insist(String what, Function<Node, Answer<T>> request) {
    return insist(what, request, () -> {});
  }

  /**
   * Asks until somebody answers.
   *
   * @param onSilence told when it is not known whether a question has been heard
   */
  private <T> Answer<T> insist(String what, Function<Node, Answer<T>> request, Runnable onSilence) {
    while (true) {
      var node = world.anyNode();
      if (node != null) {
        var answer = await(world, node.request(what, () -> request.apply(node)));
        if (answer == null || !node.isUp()) {
          // A node that ends may not find out any more what became of a commit.
          onSilence.run();
        }
        if (answer != null
            && !(answer instanceof Answer.Refused<T>(var reason, _, _)
                && reason == Refusal.THROTTLED)) {
          return answer;
        }
      }
      world.scheduler().pause(Duration.ofMillis(1 + random.nextInt(1_000)));
    }
  }

  /** The answer to a request; null: the connection broke, or the server could not find out. */
  static <T> @Nullable T await(World world, CompletableFuture<T> answer) {
    try {
      world.outside().await(answer);
      return answer.get();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    } catch (ExecutionException failed) {
      assertThat(failed.getCause())
          .isInstanceOfAny(IOException.class, StoreUnavailableException.class);
      return null;
    }
  }
}
