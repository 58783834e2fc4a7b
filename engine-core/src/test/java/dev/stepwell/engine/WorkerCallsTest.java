package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.machine.FunctionCatalog;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.service.WorkerCalls.Reported;
import dev.stepwell.engine.service.WorkerCalls.Taking;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.task.Poll.HandedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that workers take from a queue: once, on any node, and whatever dies meanwhile. */
class WorkerCallsTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Charge";
  private static final String QUEUE = FunctionCatalog.queueOf("Charge");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String CALL =
      """
      {"StartAt": "C", "States": {"C": {"Type": "Task", "Resource": "%s", "End": true}}}
      """
          .formatted(FUNCTION);

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();
  private final Queue<ServiceCall> made = new ConcurrentLinkedQueue<>();

  /** A node, and what its own calls come to. */
  private TestNode node(String nodeId, CallOutcome ofItsOwn) {
    var node =
        new TestNode(
            database,
            clock,
            nodeId,
            Limits.DEFAULTS,
            call -> {
              made.add(call);
              return new ServiceCaller.Result(ofItsOwn);
            });
    nodes.add(node);
    return node;
  }

  private TestNode node(String nodeId) {
    return node(nodeId, new CallOutcome.Failed("NotExpected", null));
  }

  @BeforeEach
  void register() {
    var node = node("first");
    node.stores()
        .functions()
        .put(new RegisteredFunction("Charge", new FunctionTarget.RuntimeApi(), TIMEOUT));
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  private TestNode first() {
    return nodes.getFirst();
  }

  private static CompletableFuture<Taking> taking(TestNode node) {
    return TestNode.async(() -> node.workerCalls.take(QUEUE, () -> true));
  }

  private static HandedTask taken(CompletableFuture<Taking> taking) {
    assertThat(TestNode.await(taking)).isInstanceOf(Taking.Taken.class);
    return ((Taking.Taken) taking.resultNow()).call();
  }

  private static HandedTask take(TestNode node) {
    return taken(taking(node));
  }

  private static String output(TestNode node, String execution) {
    return Objects.requireNonNull(node.describe(execution).output()).text();
  }

  private static Reported answer(TestNode node, HandedTask call, String output) {
    var token = node.workerCalls.read(call.taskToken()).orElseThrow();
    return node.workerCalls.report(token, new CallOutcome.Answered(Payload.ofText(output)));
  }

  @Test
  void aWorkerGetsWhatTheTaskSendsAndItsAnswerIsTheResult() {
    var node = first();
    var execution = node.start(node.machine("Call", CALL), "one", "{\"a\": 1}");
    assertThat(node.history(execution)).last().asString().contains("LambdaFunctionScheduled");

    var call = take(node);
    assertThat(call.input()).isEqualTo("{\"a\": 1}");
    assertThat(call.resourceArn()).isEqualTo(FUNCTION);
    assertThat(call.answerBy()).isEqualTo(clock.instant().plus(TIMEOUT).plusSeconds(5));
    assertThat(node.history(execution)).last().asString().contains("LambdaFunctionStarted");

    assertThat(answer(node, call, "{\"paid\":true}")).isEqualTo(Reported.STORED);
    node.succeeds(execution);
    assertThat(output(node, execution)).isEqualTo("{\"paid\":true}");
    assertThat(answer(node, call, "2")).as("the same answered again").isEqualTo(Reported.TOO_LATE);
    assertThat(made).isEmpty();
  }

  @Test
  void aCallWaitsForAWorkerThroughTheDeathOfItsNode() {
    var second = node("second");
    var third = node("third");
    var execution = second.start(second.machine("Call", CALL), "one", "[1]");
    nodes.remove(second);
    second.close();

    var call = take(first());
    assertThat(call.input()).isEqualTo("[1]");
    nodes.removeFirst().close();
    assertThat(answer(third, call, "1")).isEqualTo(Reported.STORED);
    third.succeeds(execution);
  }

  @Test
  void aWaitingWorkerGetsTheCallInTheCommitThatSchedulesIt() {
    var node = first();
    var taking = taking(node);
    Eventually.until("a worker waits", () -> node.engine.tasks().countOpenPolls() == 1);
    var execution = node.start(node.machine("Call", CALL), "one", "{}");
    var call = taken(taking);
    assertThat(answer(node, call, "1")).isEqualTo(Reported.STORED);
    node.succeeds(execution);
  }

  @Test
  void ofTwoWorkersOneGetsTheCall() {
    var node = first();
    var takings = List.of(taking(node), taking(node("second")));
    var execution = node.start(node.machine("Call", CALL), "one", "{}");
    Eventually.until("one has it", () -> takings.stream().anyMatch(CompletableFuture::isDone));
    var call = taken(takings.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow());
    assertThat(answer(node, call, "1")).isEqualTo(Reported.STORED);
    node.succeeds(execution);
    nodes.forEach(other -> other.engine.tasks().close());
    assertThat(takings)
        .extracting(TestNode::await)
        .filteredOn(Taking.Ended.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aWorkerThatKeepsACallTooLongHasLostIt() {
    var node = first();
    var execution = node.start(node.machine("Call", CALL), "one", "{}");
    var call = take(node);
    clock.advance(TIMEOUT.plusSeconds(5));
    var end = node.closed(execution);
    assertThat(end.error()).isEqualTo("Lambda.Unknown");
    assertThat(node.history(execution))
        .anySatisfy(event -> assertThat(event).contains("LambdaFunctionFailed"));
    assertThat(answer(node, call, "1")).isEqualTo(Reported.TOO_LATE);
  }

  @Test
  void theTimeoutOfTheTaskComesFirst() {
    var node = first();
    var machine = node.machine("Call", CALL.replace("\"End\"", "\"TimeoutSeconds\": 7, \"End\""));
    var waits = node.start(machine, "waits", "{}");
    clock.advance(Duration.ofSeconds(7));
    assertThat(node.closed(waits).error()).isEqualTo("States.Timeout");
    var runs = node.start(machine, "runs", "{}");
    take(node);
    clock.advance(Duration.ofSeconds(7));
    assertThat(node.closed(runs).error()).isEqualTo("States.Timeout");
  }

  @Test
  void aStoppedExecutionTakesItsCallBack() {
    var node = first();
    var machine = node.machine("Call", CALL);
    var stopped = node.start(machine, "stopped", "\"stopped\"");
    TestNode.given(node.executions.stop(stopped, null, null));
    var running = node.start(machine, "running", "\"running\"");
    assertThat(take(node).input()).isEqualTo("\"running\"");
    assertThat(node.describe(running).status()).isEqualTo(ExecutionStatus.RUNNING);
  }

  @Test
  void anErrorIsRetriedWithANewCall() {
    var node = first();
    var retry = "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"IntervalSeconds\": 1}], \"End\"";
    var execution = node.start(node.machine("Call", CALL.replace("\"End\"", retry)), "one", "{}");
    var first = take(node);
    var token = node.workerCalls.read(first.taskToken()).orElseThrow();
    var failure = new CallOutcome.Failed("E", "c");
    assertThat(node.workerCalls.report(token, failure)).isEqualTo(Reported.STORED);
    clock.advance(Duration.ofSeconds(1));
    var second = take(node);
    assertThat(second.taskToken()).isNotEqualTo(first.taskToken());
    assertThat(answer(node, second, "1")).isEqualTo(Reported.STORED);
    node.succeeds(execution);
  }

  @Test
  void aTaskTokenIsReturnedAfterTheAnswer() {
    var node = first();
    var machine =
        node.machine(
            "Callback",
            """
            {"StartAt": "C", "States": {"C": {
              "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Parameters": {"FunctionName": "%s:3", "Payload.$": "$$.Task.Token"}, "End": true}}}
            """
                .formatted(FUNCTION));
    var execution = node.start(machine, "one", "{}");
    var call = take(node);
    var taskToken = Payload.ofText(call.input()).tree().path("Payload").asString();
    assertThat(answer(node, call, "{}")).isEqualTo(Reported.STORED);
    assertThat(node.history(execution)).last().asString().contains("TaskSubmitted");
    assertThat(TestNode.given(node.succeed(taskToken, "9"))).isTrue();
    node.succeeds(execution);
    assertThat(output(node, execution)).isEqualTo("9");
  }

  @Test
  void tooManyThatWaitAreLeftToTheNodeWhichRefuses() {
    var node = node("refusing", new CallOutcome.Failed("Lambda.TooManyRequestsException", "full"));
    var machine = node.machine("Call", CALL);
    for (var number = 0; number < TestNode.MOST_INVOCATIONS; number++) {
      node.start(machine, "waits-" + number, "{}");
    }
    clock.advance(Duration.ofSeconds(1));
    var end = node.closed(node.start(machine, "too-many", "{}"));
    assertThat(end.error()).isEqualTo("Lambda.TooManyRequestsException");
    assertThat(made).hasSize(1);
  }

  @Test
  void anotherTypeOfInvocationIsLeftToTheNode() {
    var node = node("own", new CallOutcome.Answered(Payload.ofText("202")));
    var machine =
        node.machine(
            "Event",
            """
            {"StartAt": "C", "States": {"C": {
              "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "Charge", "InvocationType": "Event"}, "End": true}}}
            """);
    node.succeeds(node.start(machine, "one", "{}"));
    assertThat(made).hasSize(1);
  }

  @Test
  void aWorkerThatHasGoneAwayGetsNothing() {
    var node = first();
    var connected = new AtomicBoolean(true);
    var gone = TestNode.async(() -> node.workerCalls.take(QUEUE, connected::get));
    Eventually.until("a worker waits", () -> node.engine.tasks().countOpenPolls() == 1);
    connected.set(false);
    var execution = node.start(node.machine("Call", CALL), "one", "{}");
    assertThat(TestNode.await(gone)).isInstanceOf(Taking.Ended.class);
    assertThat(answer(node, take(node), "1")).isEqualTo(Reported.STORED);
    node.succeeds(execution);
  }

  @Test
  void aCallWithoutARowIsTakenOnItsNode() throws Exception {
    var node = first();
    var outcome =
        TestNode.async(() -> {
          try {
            return node.workerCalls.make(QUEUE, FUNCTION, Payload.ofText("5"), 30);
          } catch (InterruptedException unwanted) {
            throw new AssertionError(unwanted);
          }
        });
    var call = take(node);
    assertThat(call.input()).isEqualTo("5");
    assertThat(answer(node, call, "6")).isEqualTo(Reported.STORED);
    assertThat(TestNode.await(outcome)).contains(new CallOutcome.Answered(Payload.ofText("6")));
    assertThat(answer(node, call, "7")).isEqualTo(Reported.UNKNOWN);
  }
}
