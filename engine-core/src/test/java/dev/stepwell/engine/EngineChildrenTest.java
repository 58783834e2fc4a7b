package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.StoreFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Executions that calls have started, and whose parent is over before it knows of them. */
class EngineChildrenTest {
  private static final String CALL =
      """
      {"StartAt": "C", "States": {"C": {"Type": "Task",
        "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Charge", "End": true}}}
      """;

  private static final String CHILD =
      """
      {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}
      """;

  private static final String CHILD_ARN = TestNode.ARNS.stateMachine("Child");

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void aChildThatBeginsAfterTheEndOfItsParentIsStopped() {
    var parentIsOver = new AtomicBoolean();
    var attempts = new AtomicInteger();
    var node = callingNode(call -> startChild(nodes.getFirst(), call, inOtherLane(call)));
    node.machine("Child", CHILD);
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            var isChild =
                writes.stream()
                    .map(ExecutionWrite::inserted)
                    .anyMatch(header -> header != null && header.parent() != null);
            if (isChild && !parentIsOver.get()) {
              attempts.incrementAndGet();
              return CommitFault.UNAVAILABLE;
            }
            return CommitFault.NONE;
          }
        });
    var parent = node.start(node.machine("Call", CALL), "one", "{}");
    Eventually.until("an attempt to start the child", () -> attempts.get() > 0);
    TestNode.given(node.executions.stop(parent, null, null));
    parentIsOver.set(true);
    Eventually.until("the child", () -> !children(node).isEmpty());
    var name = children(node).getFirst().name();
    assertThat(node.closed(TestNode.ARNS.execution("Child", name)).status())
        .isEqualTo(ExecutionStatus.ABORTED);
  }

  @Test
  void aChildThatBeginsWhenItsParentIsRemovedIsStopped() {
    var node =
        callingNode(call -> {
          // By another node, which interrupts no calls of this one.
          var other = nodes.getLast();
          TestNode.given(other.executions.stop(call.executionArn(), null, null));
          var machine = other.stores().stateMachines().find("Call").orElseThrow().machine();
          assertThat(other.stores().executions().removeClosed(machine.id(), 1)).isOne();
          return startChild(other, call, "child");
        });
    node.machine("Child", CHILD);
    var machine = node.machine("Call", CALL);
    nodes.add(new TestNode(database, clock, "b", Limits.DEFAULTS));
    node.start(machine, "one", "{}");
    Eventually.until("the child", () -> !children(node).isEmpty());
    assertThat(node.closed(TestNode.ARNS.execution("Child", "child")).status())
        .isEqualTo(ExecutionStatus.ABORTED);
  }

  private TestNode callingNode(ServiceCaller caller) {
    var node = new TestNode(database, clock, "a", Limits.DEFAULTS, caller);
    nodes.add(node);
    return node;
  }

  private static ServiceCaller.Result startChild(TestNode node, ServiceCall call, String name) {
    var parent = new ParentTask(call.executionId(), call.scheduledEventId());
    var child = TestNode.given(node.executions.start(CHILD_ARN, name, "{}", null, parent));
    return new ServiceCaller.Result(
        new CallOutcome.Answered(Payload.ofText("{}")), new StartedWork.Child(child.id()));
  }

  private static List<ExecutionStore.Summary> children(TestNode node) {
    return TestNode.given(node.executions.list(CHILD_ARN, null, null, 10)).executions();
  }

  /** A child in the lane of its parent could keep its parent from being stopped. */
  private String inOtherLane(ServiceCall call) {
    var machineId =
        nodes.getFirst().stores().stateMachines().find("Child").orElseThrow().machine().id();
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj(number -> "child-" + number)
        .filter(name -> Shards.of(machineId, name) % 2 != call.executionId().shard() % 2)
        .findFirst()
        .orElseThrow();
  }
}
