package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Redrives;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.state.NotRedrivable;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.StoreFaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redrives through lanes, store and service: on any node, whoever closed the execution. */
class EngineRedriveTest {
  private static final String TASK =
      """
      {"StartAt": "T", "TimeoutSeconds": 60, "States": {
        "T": {"Type": "Task", "Resource": "@Work", "End": true}}}
      """;
  private static final String MAP =
      """
      {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
        "StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "@Work", "End": true}}}}}}
      """;
  private static final String NESTING =
      """
      {"StartAt": "N", "States": {"N": {"Type": "Task", "End": true,
        "Resource": "arn:aws:states:::states:startExecution.sync:2",
        "Parameters": {"StateMachineArn": "Child", "Input": {}}}}}
      """;

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();

  private TestNode node(String nodeId) {
    return kept(new TestNode(database, clock, nodeId));
  }

  private TestNode kept(TestNode node) {
    nodes.add(node);
    return node;
  }

  @AfterEach
  void closeNodes() {
    database.inject(StoreFaults.NONE);
    nodes.forEach(TestNode::close);
  }

  private static StoredExecution stored(TestNode node, String machine, String execution) {
    try (var lane = node.stores().executions().openLane()) {
      var machineId = node.stores().stateMachines().find(machine).orElseThrow().machine().id();
      var name = new ExecutionName(Shards.of(machineId, execution), machineId, execution);
      return lane.findByName(List.of(name)).getFirst();
    }
  }

  private static Instant redriven(TestNode node, String execution, @Nullable String token) {
    return TestNode.given(node.executions.redrive(execution, token));
  }

  private static void isRefused(TestNode node, String execution, NotRedrivable reason) {
    assertThat(node.executions.redrive(execution, null))
        .isEqualTo(Answer.refused(Refusal.EXECUTION_NOT_REDRIVABLE, reason.text()));
    assertThat(node.describe(execution).notRedrivable()).isEqualTo(reason);
  }

  @Test
  void anotherNodeGoesOnWithWhatHasNotSucceeded() {
    var first = node("a");
    var execution = first.start(first.machine("Map", MAP, "Work"), "one", "[1, 2, 3]");
    TestNode.given(first.succeed(first.task("Work").taskToken(), "10"));
    TestNode.given(first.fail(first.task("Work").taskToken(), "E", null));
    assertThat(first.closed(execution).notRedrivable()).isNull();

    var second = node("b");
    var at = redriven(second, execution, null);
    assertThat(second.describe(execution).redrives()).isEqualTo(new Redrives(1, at, List.of()));
    isRefused(first, execution, NotRedrivable.RUNNING);
    for (var task = 0; task < 2; task++) {
      var again = first.task("Work");
      TestNode.given(first.succeed(again.taskToken(), again.input() + "0"));
    }
    first.succeeds(execution);
    assertThat(Objects.requireNonNull(first.describe(execution).output()).text())
        .isEqualTo("[10,20,30]");
    isRefused(second, execution, NotRedrivable.SUCCEEDED);
  }

  @Test
  void itsTimeoutCountsFromTheRedriveOnEveryNode() {
    var first = node("a");
    var execution = first.start(first.machine("Timed", TASK, "Work"), "one", "{}");
    clock.advance(Duration.ofSeconds(60));
    assertThat(first.closed(execution).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    redriven(first, execution, null);
    first.close();
    nodes.remove(first);

    var second = node("b");
    clock.advance(Duration.ofSeconds(59));
    var task = second.task("Work");
    assertThat(second.describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
    clock.advance(Duration.ofSeconds(1));
    assertThat(second.closed(execution).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    assertThat(second.succeed(task.taskToken(), "1")).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void theSameTokenIsTheSameRedriveAtAnotherNodeToo() {
    var first = node("a");
    var second = node("b");
    var execution = first.start(first.machine("Task", TASK, "Work"), "one", "{}");
    TestNode.given(first.executions.stop(execution, null, null));
    var at = redriven(first, execution, "token");
    clock.advance(Duration.ofSeconds(5));
    assertThat(redriven(second, execution, "token")).isEqualTo(at);
    TestNode.given(second.executions.stop(execution, null, null));
    assertThat(redriven(first, execution, "token")).isEqualTo(at);
    assertThat(first.describe(execution).status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(redriven(second, execution, "other")).isEqualTo(clock.instant());
    assertThat(first.describe(execution).redrives().count()).isEqualTo(2);
  }

  @Test
  void aRedriveWhoseCommitGotLostIsDoneOnce() {
    var node = node("a");
    var execution = node.start(node.machine("Task", TASK, "Work"), "one", "{}");
    TestNode.given(node.executions.stop(execution, null, null));
    var commits = new AtomicInteger();
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            return commits.getAndIncrement() == 0
                ? CommitFault.LOST_AFTER_COMMIT
                : CommitFault.NONE;
          }
        });
    redriven(node, execution, null);
    assertThat(node.describe(execution).redrives().count()).isEqualTo(1);
    TestNode.given(node.succeed(node.task("Work").taskToken(), "1"));
    node.succeeds(execution);
  }

  @Test
  void aStopAndARedriveOfOneCommitAreAnsweredEachForItself() throws Exception {
    var node = node("a");
    var _ = node.start(node.machine("Task", TASK, "Work"), "one", "{}");
    var id = stored(node, "Task", "one").header().id();
    var begun = new CountDownLatch(1);
    var both = new CompletableFuture<Void>();
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            begun.countDown();
            both.join();
            return CommitFault.NONE;
          }
        });
    var polling = CompletableFuture.runAsync(() -> node.task("Work"));
    begun.await();
    var stopped = new CompletableFuture<Reply>();
    var redriven = new CompletableFuture<Reply>();
    node.engine.submit(id, new Command.StopExecution(null, null), 0, stopped::complete);
    node.engine.submit(id, new Command.RedriveExecution(null), 0, redriven::complete);
    both.complete(null);
    polling.get();
    assertThat(stopped.get())
        .isInstanceOfSatisfying(
            Reply.Committed.class, reply -> assertThat(reply.state().outcome()).isNotNull());
    assertThat(redriven.get())
        .isInstanceOfSatisfying(
            Reply.Committed.class, reply -> assertThat(reply.state().isClosed()).isFalse());
  }

  /** As version 2 of the stored documents had it: an outcome, and nothing to go on with. */
  @Test
  void whatAnOlderVersionClosedIsNotRedriven() {
    var node = node("a");
    var execution = node.start(node.machine("Task", TASK, "Work"), "one", "{}");
    TestNode.given(node.executions.stop(execution, null, null));
    var stored = stored(node, "Task", "one");
    try (var lane = node.stores().executions().openLane()) {
      lane.commit(
          List.of(
              new ExecutionWrite(
                  stored.header().id(),
                  null,
                  stored.version(),
                  stored.status(),
                  stored.nextEventId(),
                  stored.nextScopeId(),
                  stored.lastEventAt(),
                  null,
                  stored.stoppedAt(),
                  null,
                  "{\"v\":2}".getBytes(StandardCharsets.UTF_8),
                  List.of(),
                  new int[0],
                  null,
                  false,
                  List.of(),
                  new long[0],
                  new long[0],
                  List.of())));
    }
    isRefused(node, execution, NotRedrivable.TOO_OLD);
  }

  @Test
  void executionsOfADeletedMachineAreNotRedriven() {
    var node = node("a");
    var machine = node.machine("Task", TASK, "Work");
    var stopped = node.start(machine, "one", "{}");
    TestNode.given(node.executions.stop(stopped, null, null));
    TestNode.given(node.machines.delete(machine));
    assertThat(node.executions.redrive(stopped, null)).isInstanceOf(Answer.Refused.class);
  }

  /** A parent that is redriven starts another child; a child that is redriven tells nobody. */
  @Test
  void childrenAreRedrivenForThemselves() {
    var children = new ArrayList<String>();
    var node =
        kept(
            new TestNode(
                database,
                clock,
                "a",
                Limits.DEFAULTS,
                call -> new NestedCall(call).start(children)));
    var _ = node.machine("Child", TASK, "Work");
    var parent = node.start(node.machine("Parent", NESTING), "one", "{}");
    TestNode.given(node.fail(node.task("Work").taskToken(), "E", null));
    assertThat(node.closed(parent).status()).isEqualTo(ExecutionStatus.FAILED);

    redriven(node, children.getFirst(), null);
    TestNode.given(node.succeed(node.task("Work").taskToken(), "1"));
    node.succeeds(children.getFirst());
    assertThat(node.describe(parent).status()).isEqualTo(ExecutionStatus.FAILED);

    redriven(node, parent, null);
    TestNode.given(node.succeed(node.task("Work").taskToken(), "2"));
    node.succeeds(parent);
    assertThat(children).hasSize(2);
  }

  /** What integrations do with a nested start. */
  private final class NestedCall {
    private final ServiceCall call;

    NestedCall(ServiceCall call) {
      this.call = call;
    }

    ServiceCaller.Result start(List<String> children) {
      var started =
          TestNode.given(
              nodes
                  .getFirst()
                  .executions
                  .start(
                      TestNode.ARNS.stateMachine("Child"),
                      null,
                      "{}",
                      null,
                      new ParentTask(call.executionId(), call.scheduledEventId())));
      children.add(started.executionArn());
      return new ServiceCaller.Result(
          new CallOutcome.Answered(Payload.ofText("{}")), new StartedWork.Child(started.id()));
    }
  }
}
