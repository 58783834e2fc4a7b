package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ExpressExecutions.Ended;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Express machines: in memory, at least once where the start was acknowledged. */
class ExpressEngineTest {
  private static final String CALL =
      """
      {"StartAt": "Call", "States": {"Call": {"Type": "Task",
        "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "End": true%s}}}
      """;

  private static final String PASS =
      """
      {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}
      """;

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final BlockingQueue<ServiceCall> called = new LinkedBlockingQueue<>();
  private ServiceCaller services =
      call -> new ServiceCaller.Result(new CallOutcome.Answered(Payload.ofText("\"done\"")));
  private final TestNode node = new TestNode(database, clock, "node", Limits.DEFAULTS, this::call);

  private ServiceCaller.Result call(ServiceCall call) throws InterruptedException {
    called.add(call);
    return services.call(call);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Ended run(String machineArn, String input) {
    return TestNode.given(node.expressExecutions.startSync(machineArn, "e", input, null));
  }

  @Test
  void aSynchronousExecutionAnswersWithItsEnd() {
    var machine = node.expressMachine("pass", PASS);
    var ended = run(machine, "{\"a\": 1}");
    assertThat(ended.outcome().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(ended.outcome().output()).isEqualTo(Payload.ofText("{\"a\": 1}"));
    assertThat(ended.executionArn())
        .matches("arn:aws:states:us-east-1:123456789012:express:pass:e:[0-9a-f-]{36}");
    assertThat(run(machine, "{}").executionArn()).isNotEqualTo(ended.executionArn());
  }

  @Test
  void aCallIsMadeAndItsAnswerAwaited() {
    var ended = run(node.expressMachine("call", CALL.formatted("")), "{\"a\": 1}");
    assertThat(ended.outcome().output()).isEqualTo(Payload.ofText("\"done\""));
    var call = called.remove();
    assertThat(call.executionArn()).isEqualTo(ended.executionArn());
    assertThat(call.parameters()).isEqualTo(Payload.ofText("{\"a\": 1}"));
  }

  @Test
  void aFailureIsAnEndToo() {
    services = call -> new ServiceCaller.Result(new CallOutcome.Failed("Broken", "by design"));
    var ended = run(node.expressMachine("fails", CALL.formatted("")), "{}");
    assertThat(ended.outcome().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(ended.outcome().error()).isEqualTo("Broken");
    assertThat(ended.outcome().cause()).isEqualTo("by design");
  }

  @Test
  void moreTransitionsThanOneStepMayTakeAreNoEnd() {
    var loop =
        """
        {"StartAt": "Count", "States": {
          "Count": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "More"},
          "More": {"Type": "Choice", "Default": "Count",
            "Choices": [{"Variable": "$.n", "NumericEquals": 3000, "Next": "End"}]},
          "End": {"Type": "Succeed"}}}
        """;
    var ended = run(node.expressMachine("loop", loop), "{\"n\": 0}");
    assertThat(ended.outcome().output()).isEqualTo(Payload.ofText("{\"n\":3000}"));
  }

  @Test
  void aStandardMachineDoesNotRunSynchronously() {
    assertThat(node.expressExecutions.startSync(node.machine("standard", PASS), null, "{}", null))
        .isEqualTo(
            Answer.refused(
                Refusal.STATE_MACHINE_TYPE_NOT_SUPPORTED,
                "This operation is not supported by this type of state machine"));
  }

  @Test
  void anAcceptedExecutionIsKeptUntilItsEnd() throws InterruptedException {
    var goOn = new CountDownLatch(1);
    services =
        call -> {
          goOn.await();
          return new ServiceCaller.Result(new CallOutcome.Answered(Payload.ofText("1")));
        };
    var machine = node.expressMachine("kept", CALL.formatted(""));
    assertThat(node.start(machine, "twice", "{}")).isNotEqualTo(node.start(machine, "twice", "{}"));
    called.take();
    called.take();
    assertThat(node.stores().express().nodes()).containsExactly("node");
    goOn.countDown();
    Eventually.until("both are forgotten", () -> node.stores().express().nodes().isEmpty());
  }

  @Test
  void whatADeadNodeHasAcceptedIsRunAgain() throws InterruptedException {
    node.expressMachine("again", CALL.formatted(""));
    var revision = node.stores().stateMachines().find("again").orElseThrow().revision();
    node.stores().express().accept(accepted(1, revision.key()), "dead");
    node.stores().express().accept(accepted(2, new RevisionKey(404, 1)), "dead");

    assertThat(called.take().executionId()).isEqualTo(new ExecutionId(1, 1));
    Eventually.until("both are forgotten", () -> node.stores().express().nodes().isEmpty());
    assertThat(called).isEmpty();
  }

  private ExecutionHeader accepted(int number, RevisionKey machine) {
    return new ExecutionHeader(
        new ExecutionId(1, number), machine, "e", Payload.ofText("{}"), clock.instant(), null);
  }

  @Test
  void aNodeThatClosesLeavesWhatRunsToOthers() throws InterruptedException {
    services =
        call -> {
          new CountDownLatch(1).await();
          throw new AssertionError("nobody lets it go on");
        };
    var leaving = new TestNode(database, clock, "leaving", Limits.DEFAULTS, this::call);
    leaving.start(leaving.expressMachine("left", CALL.formatted("")), "e", "{}");
    var first = called.take();
    leaving.close();
    assertThat(called.take().executionId()).isEqualTo(first.executionId());
  }
}
