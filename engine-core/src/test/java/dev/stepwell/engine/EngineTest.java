package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.codec.CommandCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.StoreFaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One node: what is written together, what is answered, and what is left behind. */
class EngineTest {
  private static final String CHAIN =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "@First", "Next": "B"},
        "B": {"Type": "Task", "Resource": "@Second", "End": true}}}
      """;
  private static final String WAIT =
      "{\"StartAt\": \"W\", \"States\": {\"W\": {\"Type\": \"Wait\", \"Seconds\": 60, \"End\": true}}}";

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();

  private TestNode node(String nodeId) {
    return node(nodeId, Limits.DEFAULTS);
  }

  private TestNode node(String nodeId, Limits limits) {
    var node = new TestNode(database, clock, nodeId, limits);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void closeNodes() {
    database.inject(StoreFaults.NONE);
    nodes.forEach(TestNode::close);
  }

  /** Counts commits, and lets them pass. */
  private static final class Commits implements StoreFaults {
    private final List<List<ExecutionWrite>> all = new ArrayList<>();

    @Override
    public CommitFault onCommit(List<ExecutionWrite> writes) {
      all.add(List.copyOf(writes));
      return CommitFault.NONE;
    }
  }

  @Test
  void aResultAndTheNextHandOverAreOneCommit() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "First", "Second");
    var execution = node.start(machine, "one", "{}");
    var first = node.task("First");
    var second = node.waitingPoll("Second");
    var commits = new Commits();
    database.inject(commits);
    assertThat(TestNode.given(node.succeed(first.taskToken(), "\"done\""))).isTrue();
    var task = TestNode.await(second).orElseThrow();
    assertThat(task.input()).isEqualTo("\"done\"");
    assertThat(commits.all).hasSize(1);
    var write = commits.all.getFirst().getFirst();
    assertThat(Objects.requireNonNull(write.history()).count()).isEqualTo(5);
    assertThat(write.tasksAdded()).as("the task never becomes a row").isEmpty();
    TestNode.given(node.succeed(task.taskToken(), "2"));
    assertThat(commits.all).hasSize(2);
    node.succeeds(execution);
  }

  @Test
  void aStartAndItsFirstHandOverAreOneCommit() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "First", "Second");
    var poll = node.waitingPoll("First");
    var commits = new Commits();
    database.inject(commits);
    var _ = node.start(machine, "one", "{\"a\" : 1}");
    assertThat(TestNode.await(poll).orElseThrow().input()).isEqualTo("{\"a\" : 1}");
    assertThat(commits.all).hasSize(1);
  }

  @Test
  void tasksAreHandedOutInOrderOfScheduling() {
    var node = node("a");
    var machine =
        node.machine(
            "Many",
            """
            {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
              "StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "@Item", "End": true}}}}}}
            """,
            "Item");
    // The board has seen an empty store, so that it keeps what is offered itself.
    var poll = node.waitingPoll("Item");
    var items = new ArrayList<String>();
    for (var item = 0; item < 30; item++) {
      items.add(Integer.toString(item));
    }
    var execution = node.start(machine, "one", items.toString());
    var inputs = new ArrayList<String>();
    var task = TestNode.await(poll).orElseThrow();
    while (true) {
      inputs.add(task.input());
      TestNode.given(node.succeed(task.taskToken(), "0"));
      if (inputs.size() == items.size()) {
        break;
      }
      task = node.task("Item");
    }
    node.succeeds(execution);
    assertThat(inputs).isEqualTo(items);
  }

  @Test
  void aTokenIsGoodForOneOutcome() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "First", "Second");
    var _ = node.start(machine, "one", "{}");
    var task = node.task("First");
    var answers =
        List.of(
                TestNode.async(() -> node.succeed(task.taskToken(), "1")),
                TestNode.async(() -> node.succeed(task.taskToken(), "2")),
                TestNode.async(() -> node.fail(task.taskToken(), "E", null)))
            .stream()
            .map(TestNode::await)
            .toList();
    assertThat(answers).filteredOn(Answer.Given.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(Answer.Refused.class::isInstance)
        .extracting(answer -> ((Answer.Refused<Boolean>) answer).reason())
        .containsOnly(Refusal.TASK_TIMED_OUT);
  }

  @Test
  void theSameStartAgainIsTheSameStart() {
    var node = node("a");
    var machine = node.machine("Wait", WAIT);
    var first = TestNode.given(node.executions.start(machine, "same", "{\"a\": 1}", null));
    clock.advance(Duration.ofSeconds(1));
    assertThat(TestNode.given(node.executions.start(machine, "same", "{ \"a\":1 }", null)))
        .isEqualTo(first);
    assertThat(refusal(node.executions.start(machine, "same", "{\"a\": 2}", null)))
        .isEqualTo(Refusal.EXECUTION_ALREADY_EXISTS);
    TestNode.given(node.executions.stop(first.executionArn(), null, null));
    assertThat(refusal(node.executions.start(machine, "same", "{\"a\": 1}", null)))
        .isEqualTo(Refusal.EXECUTION_ALREADY_EXISTS);
  }

  private static Refusal refusal(Answer<?> answer) {
    return ((Answer.Refused<?>) answer).reason();
  }

  @Test
  void racingStartsOfOneNameAreOneExecution() {
    var first = node("a");
    var second = node("b");
    var machine = first.machine("Wait", WAIT);
    var ready = new CountDownLatch(1);
    var starts = new ArrayList<CompletableFuture<Answer<Executions.Started>>>();
    for (var i = 0; i < 50; i++) {
      var node = i % 2 == 0 ? first : second;
      starts.add(
          TestNode.async(() -> {
            await(ready);
            return node.executions.start(machine, "same", "{}", null);
          }));
    }
    ready.countDown();
    assertThat(starts.stream().map(TestNode::await).map(TestNode::given).distinct()).hasSize(1);
    assertThat(TestNode.given(first.executions.list(machine, null, null, 100)).executions())
        .hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Eventually.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  @Test
  void anotherNodePicksUpTimersAndTasks() {
    var first = node("a");
    var chain = first.machine("Chain", CHAIN, "First", "Second");
    var wait = first.machine("Wait", WAIT);
    var chained = first.start(chain, "one", "{}");
    var waiting = first.start(wait, "one", "{}");
    var token = first.task("First").taskToken();
    nodes.remove(first);
    first.close();
    clock.advance(Duration.ofSeconds(20));

    var second = node("b");
    TestNode.given(second.succeed(token, "1"));
    TestNode.given(second.succeed(second.task("Second").taskToken(), "2"));
    second.succeeds(chained);
    assertThat(second.describe(waiting).status()).isEqualTo(ExecutionStatus.RUNNING);
    clock.advance(Duration.ofSeconds(39));
    clock.advance(Duration.ofSeconds(1));
    second.succeeds(waiting);
    assertThat(second.history(waiting)).hasSize(4);
  }

  @Test
  void aDeletedMachineTakesItsExecutionsAlong() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "First", "Second");
    for (var i = 0; i < 5; i++) {
      var _ = node.start(machine, "run-" + i, "{}");
    }
    var token = node.task("First").taskToken();
    TestNode.given(node.machines.delete(machine));
    assertThat(refusal(node.executions.start(machine, "late", "{}", null)))
        .isIn(Refusal.STATE_MACHINE_DELETING, Refusal.STATE_MACHINE_DOES_NOT_EXIST);
    Eventually.until(
        "the end of the machine", () -> node.stores().stateMachines().find("Chain").isEmpty());
    assertThat(refusal(node.succeed(token, "1")))
        .isIn(Refusal.TASK_TIMED_OUT, Refusal.TASK_DOES_NOT_EXIST);
    assertThat(node.stores().executions().findWaitingTasks(TestNode.activity("First"), 10))
        .isEmpty();
    assertThat(node.machine("Chain", CHAIN, "First")).isEqualTo(machine);
    var _ = node.start(machine, "run-0", "{}");
  }

  @Test
  void anInboxEntryOfANewerVersionHoldsNothingUp() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "First", "Second");
    var execution = node.start(machine, "one", "{}");
    var stores = node.stores();
    var machineId = stores.stateMachines().find("Chain").orElseThrow().machine().id();
    var unreadable = "{\"v\": 99}".getBytes(StandardCharsets.UTF_8);
    assertThat(stores.executions().sendToRunning(machineId, unreadable)).isEqualTo(1);
    var stop = CommandCodec.encode(new Command.StopExecution("Enough", null));
    assertThat(stores.executions().sendToRunning(machineId, stop)).isEqualTo(1);
    assertThat(node.closed(execution).error()).isEqualTo("Enough");
  }

  @Test
  void aClaimThatOverfillsTheHistoryLeavesItsPollerInTheLine() {
    var limits = Limits.DEFAULTS.withHistoryEvents(4);
    var node = node("a", limits);
    var machine = node.machine("Chain", CHAIN, "First", "Second");
    var execution = node.start(machine, "one", "{}");
    // Either the claim ends the execution, or there is nothing to claim any more: the poll ends.
    var poll =
        TestNode.async(() ->
            node.tasks.poll(TestNode.activity("First"), null, Duration.ofSeconds(1), () -> true));
    assertThat(node.closed(execution).status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(TestNode.await(poll)).isInstanceOf(Answer.Given.class);
  }

  @Test
  void whatWasAcknowledgedBeforeTheShutdownIsStored() {
    var node = node("a");
    var machine = node.machine("Wait", WAIT);
    var begun = new CountDownLatch(20);
    var starts = new ArrayList<CompletableFuture<Answer<Executions.Started>>>();
    for (var i = 0; i < 200; i++) {
      var name = "run-" + i;
      starts.add(
          TestNode.async(() -> {
            var answer = node.executions.start(machine, name, "{}", null);
            begun.countDown();
            return answer;
          }));
    }
    var poll = TestNode.async(() -> poll(node));
    await(begun);
    nodes.remove(node);
    node.close();
    var stored =
        TestNode.given(node.executions.list(machine, null, null, 1_000)).executions().stream()
            .map(summary -> TestNode.ARNS.execution("Wait", summary.name()))
            .toList();
    for (var start : starts) {
      switch (TestNode.await(start)) {
        case Answer.Given<Executions.Started>(var started) ->
            assertThat(stored).contains(started.executionArn());
        case Answer.Refused<Executions.Started> refused ->
            assertThat(refused.reason()).isEqualTo(Refusal.THROTTLED);
      }
    }
    assertThat(TestNode.await(poll)).isNotNull();
  }

  private static Answer<Optional<ActivityTasks.Task>> poll(TestNode node) {
    return node.tasks.poll(TestNode.activity("Nobody"), null, Duration.ofSeconds(60), () -> true);
  }
}
