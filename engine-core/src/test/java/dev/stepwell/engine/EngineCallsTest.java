package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.StoreFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of services: made after the commit, once, and never made again by another node. */
class EngineCallsTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Charge";
  private static final String CALL =
      """
      {"StartAt": "C", "States": {"C": {"Type": "Task", "Resource": "%s", "End": true}}}
      """
          .formatted(FUNCTION);
  private static final String CALLBACK =
      """
      {"StartAt": "C", "States": {"C": {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "Charge", "Payload.$": "$$.Task.Token"}, "End": true}}}
      """;

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();
  private final Queue<ServiceCall> calls = new ConcurrentLinkedQueue<>();

  /** What is called. */
  @FunctionalInterface
  private interface Service {
    CallOutcome call(ServiceCall call) throws InterruptedException;
  }

  /** A node whose calls are remembered before they are made. */
  private TestNode node(String nodeId, Service service) {
    var node =
        new TestNode(
            database,
            clock,
            nodeId,
            Limits.DEFAULTS,
            call -> {
              calls.add(call);
              return new ServiceCaller.Result(service.call(call));
            });
    nodes.add(node);
    return node;
  }

  /** A service that takes for ever, and tells when it is given up. */
  private static final class Endless implements Service {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public CallOutcome call(ServiceCall call) throws InterruptedException {
      called.countDown();
      try {
        new CountDownLatch(1).await();
        throw new AssertionError("nobody counts it down");
      } catch (InterruptedException givenUp) {
        interrupted.countDown();
        throw givenUp;
      }
    }

    void untilCalled() {
      Eventually.until("the call", () -> called.getCount() == 0);
    }

    void untilGivenUp() {
      Eventually.until("the end of the call", () -> interrupted.getCount() == 0);
    }
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  private static CallOutcome answered(String output) {
    return new CallOutcome.Answered(Payload.ofText(output));
  }

  @Test
  void aCallIsMadeOnceItsStartIsStored() {
    var historyAtTheCall = new ConcurrentLinkedQueue<String>();
    var node =
        node(
            "a",
            call -> {
              historyAtTheCall.addAll(nodes.getFirst().history(call.executionArn()));
              return answered("{\"paid\":true}");
            });
    var execution = node.start(node.machine("Call", CALL), "one", "{\"a\": 1}");
    node.succeeds(execution);
    assertThat(historyAtTheCall).hasSize(4).last().asString().contains("LambdaFunctionStarted");
    assertThat(calls).hasSize(1);
    var call = calls.element();
    assertThat(call.executionArn()).isEqualTo(execution);
    assertThat(call.resourceArn()).isEqualTo(FUNCTION);
    assertThat(call.parameters().text()).isEqualTo("{\"a\": 1}");
    assertThat(output(node, execution)).isEqualTo("{\"paid\":true}");
    assertThat(queues(node)).isEmpty();
  }

  private static List<String> queues(TestNode node) {
    return node.stores().executions().findQueues(CallRunner.FIRST_QUEUE, CallRunner.END_OF_QUEUES);
  }

  @Test
  void everyIterationCallsOnce() {
    var node = node("a", call -> new CallOutcome.Answered(call.parameters()));
    var machine =
        node.machine(
            "Map",
            """
            {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": %s}}}
            """
                .formatted(CALL));
    var execution = node.start(machine, "one", "[1,2,3,4,5,6,7,8,9,10]");
    node.succeeds(execution);
    assertThat(calls)
        .extracting(call -> call.parameters().text())
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(output(node, execution)).isEqualTo("[1,2,3,4,5,6,7,8,9,10]");
  }

  @Test
  void aStopGivesTheCallUp() {
    var service = new Endless();
    var node = node("a", service);
    var execution = node.start(node.machine("Call", CALL), "one", "{}");
    service.untilCalled();
    assertThat(queues(node)).containsExactly("node:a");
    TestNode.given(node.executions.stop(execution, null, null));
    service.untilGivenUp();
    assertThat(queues(node)).isEmpty();
    assertThat(node.history(execution)).hasSize(5);
  }

  @Test
  void aTimeoutGivesTheCallUp() {
    var service = new Endless();
    var node = node("a", service);
    var machine = node.machine("Call", CALL.replace("\"End\"", "\"TimeoutSeconds\": 5, \"End\""));
    var execution = node.start(machine, "one", "{}");
    service.untilCalled();
    clock.advance(Duration.ofSeconds(5));
    assertThat(node.closed(execution).error()).isEqualTo("States.Timeout");
    service.untilGivenUp();
    assertThat(queues(node)).isEmpty();
  }

  @Test
  void aCallOfADeadNodeIsNotMadeAgain() {
    // As a node that is killed: the call is on its way, and nobody will tell of its end.
    var dead =
        node(
            "a",
            _ -> {
              throw new InterruptedException("killed");
            });
    var execution = dead.start(dead.machine("Call", CALL), "one", "{}");
    Eventually.until("the call", () -> !calls.isEmpty());
    nodes.remove(dead);
    dead.close();

    var other = node("b", _ -> answered("1"));
    var end = other.closed(execution);
    assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(end.error()).isEqualTo("States.TaskFailed");
    assertThat(end.cause()).endsWith("the call may have been carried out, or not.");
    assertThat(calls).hasSize(1);
    assertThat(queues(other)).isEmpty();
  }

  @Test
  void theRetryOfACallOfADeadNodeIsMadeByAnother() {
    var dead =
        node(
            "a",
            _ -> {
              throw new InterruptedException("killed");
            });
    var machine =
        dead.machine(
            "Call",
            CALL.replace(
                "\"End\"",
                "\"Retry\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"IntervalSeconds\": 0}],"
                    + " \"End\""));
    var execution = dead.start(machine, "one", "{}");
    Eventually.until("the call", () -> !calls.isEmpty());
    nodes.remove(dead);
    dead.close();

    var other = node("b", _ -> answered("1"));
    other.succeeds(execution);
    assertThat(calls).extracting(ServiceCall::scheduledEventId).containsExactly(3L, 6L);
  }

  @Test
  void nobodyTouchesTheCallsOfALiveNode() {
    var answer = new CountDownLatch(1);
    var caller =
        node(
            "a",
            _ -> {
              answer.await();
              return answered("1");
            });
    var execution = caller.start(caller.machine("Call", CALL), "one", "{}");
    Eventually.until("the call", () -> !calls.isEmpty());
    var other = node("b", _ -> answered("2"));
    // The other node has looked for orphans by the time that it has carried out work of its own.
    var own = other.start(other.machine("Call", CALL), "two", "{}");
    other.succeeds(own);
    assertThat(caller.describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
    answer.countDown();
    caller.succeeds(execution);
    assertThat(output(caller, execution)).isEqualTo("1");
  }

  @Test
  void aCallerWithABugFailsTheTask() {
    var node =
        node(
            "a",
            _ -> {
              throw new IllegalStateException("a bug");
            });
    var execution = node.start(node.machine("Call", CALL), "one", "{}");
    var end = node.closed(execution);
    assertThat(end.error()).isEqualTo("States.TaskFailed");
    assertThat(end.cause()).isEqualTo("The server failed to make the call; its log says more.");
  }

  @Test
  void theTokenThatTheServiceGotEndsTheTask() {
    var node = node("a", _ -> answered("{\"StatusCode\": 200}"));
    var execution = node.start(node.machine("Callback", CALLBACK), "one", "{}");
    Eventually.until("the submission", () -> node.history(execution).size() == 5);
    var token = tokenOf(calls.element());
    TestNode.given(node.heartbeat(token));
    TestNode.given(node.succeed(token, "\"approved\""));
    node.succeeds(execution);
    assertThat(output(node, execution)).isEqualTo("\"approved\"");
    assertThat(calls).hasSize(1);
  }

  private static String output(TestNode node, String execution) {
    return Objects.requireNonNull(node.describe(execution).output()).text();
  }

  private static String tokenOf(ServiceCall call) {
    return call.parameters().tree().path("Payload").asString();
  }

  /** The commit that keeps the result until the call has ended has no events. */
  @ParameterizedTest
  @EnumSource(StoreFaults.CommitFault.class)
  void theTokenMayComeBackBeforeTheServiceHasAnswered(StoreFaults.CommitFault fault) {
    var isDone = new AtomicBoolean();
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            return writes.getFirst().history() != null || isDone.getAndSet(true)
                ? CommitFault.NONE
                : fault;
          }
        });
    var node =
        node(
            "a",
            call -> {
              TestNode.given(nodes.getFirst().succeed(tokenOf(call), "\"early\""));
              return answered("{\"StatusCode\": 200}");
            });
    var execution = node.start(node.machine("Callback", CALLBACK), "one", "{}");
    node.succeeds(execution);
    assertThat(output(node, execution)).isEqualTo("\"early\"");
    assertThat(isDone).isTrue();
  }
}
