package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.StoreFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong on the way to the store: nothing is lost, and nothing happens twice. */
class EngineFaultsTest {
  private static final int EXECUTIONS = 40;
  private static final String CHAIN =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "@Work", "Next": "B"},
        "B": {"Type": "Task", "Resource": "@Work", "Next": "C"},
        "C": {"Type": "Task", "Resource": "@Work", "End": true}}}
      """;

  // Two nodes often make the very same write in the very same millisecond.
  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Future<Void>> workers = new ArrayList<>();
  private final AtomicBoolean done = new AtomicBoolean();
  private final Queue<String> handed = new ConcurrentLinkedQueue<>();

  private TestNode node(String nodeId) {
    var node = new TestNode(database, clock, nodeId);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void closeNodes() {
    database.inject(StoreFaults.NONE);
    nodes.forEach(TestNode::close);
  }

  /** Workers that poll at one node and report at another, until all is done. */
  private void working(TestNode poller, TestNode reporter) {
    workers.add(
        TestNode.async(() -> {
          while (!done.get()) {
            poller
                .polling("Work")
                .join()
                .ifPresent(task -> {
                  handed.add(task.taskToken());
                  report(reporter, task);
                });
          }
          return null;
        }));
  }

  private static void report(TestNode node, ActivityTasks.Task task) {
    assertThat(node.succeed(task.taskToken(), task.input())).isInstanceOf(Answer.Given.class);
  }

  private void allFinish(TestNode reader, List<String> executions) {
    executions.forEach(reader::succeeds);
    done.set(true);
    assertThat(workers)
        .as("every first result counts")
        .noneMatch(worker -> worker.state() == Future.State.FAILED);
    for (var execution : executions) {
      assertThat(reader.history(execution)).hasSize(1 + 3 * 5 + 1);
    }
    assertThat(handed).as("no task is handed out twice").hasSize(3 * executions.size());
    assertThat(handed.stream().distinct()).hasSameSizeAs(handed);
  }

  private static List<String> startAll(TestNode first, TestNode second, String machine) {
    return IntStream.range(0, EXECUTIONS)
        .mapToObj(i ->
            TestNode.async(() ->
                (i % 2 == 0 ? first : second).start(machine, "run-" + i, "{\"run\": " + i + "}")))
        .toList()
        .stream()
        .map(TestNode::await)
        .toList();
  }

  @Test
  void twoNodesShareTheWork() {
    var first = node("a");
    var second = node("b");
    var machine = first.machine("Chain", CHAIN, "Work");
    // Results arrive where the execution is not cached, or cached as it was before.
    for (var worker = 0; worker < 3; worker++) {
      working(first, second);
      working(second, first);
    }
    allFinish(first, startAll(first, second, machine));
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreFaults.CommitFault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyThirdCommitFails(StoreFaults.CommitFault fault) {
    var first = node("a");
    var second = node("b");
    var machine = first.machine("Chain", CHAIN, "Work");
    var commits = new AtomicInteger();
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            return commits.incrementAndGet() % 3 == 0 ? fault : CommitFault.NONE;
          }
        });
    for (var worker = 0; worker < 3; worker++) {
      working(first, second);
      working(second, first);
    }
    allFinish(first, startAll(first, second, machine));
    assertThat(commits.get()).isGreaterThan(3);
  }

  @Test
  void anOutageLosesNothingThatWasAcknowledged() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "Work");
    var before = node.start(machine, "before", "{}");
    var task = node.task("Work");
    handed.add(task.taskToken());
    var refused = new AtomicInteger();
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            refused.incrementAndGet();
            return CommitFault.UNAVAILABLE;
          }

          @Override
          public boolean failsRead() {
            refused.incrementAndGet();
            return true;
          }
        });
    var start = TestNode.async(() -> node.start(machine, "during", "{}"));
    var report = TestNode.async(() -> node.succeed(task.taskToken(), "{}"));
    Eventually.until("attempts that fail", () -> refused.get() >= 3);
    assertThat(start).isNotDone();
    assertThat(report).isNotDone();
    database.inject(StoreFaults.NONE);
    var during = TestNode.await(start);
    assertThat(TestNode.await(report)).isInstanceOf(Answer.Given.class);
    working(node, node);
    allFinish(node, List.of(before, during));
  }

  @Test
  void aCommitHoldsOnlySoMuch() {
    var node = node("a");
    var states =
        IntStream.range(0, 15)
            .mapToObj(i -> "\"S%d\": {\"Type\": \"Pass\", \"Next\": \"S%d\"},".formatted(i, i + 1))
            .collect(Collectors.joining());
    var machine =
        node.machine(
            "Large",
            "{\"StartAt\": \"S0\", \"States\": {" + states + "\"S15\": {\"Type\": \"Succeed\"}}}");
    var mostWrites = new AtomicInteger();
    var mostBytes = new AtomicInteger();
    var outage = new AtomicBoolean(true);
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            mostWrites.accumulateAndGet(writes.size(), Math::max);
            mostBytes.accumulateAndGet(
                writes.stream().mapToInt(EngineFaultsTest::historyBytes).sum(), Math::max);
            return outage.get() ? CommitFault.UNAVAILABLE : CommitFault.NONE;
          }
        });
    var input = "\"" + "x".repeat(200_000) + "\"";
    var starts =
        IntStream.range(0, 12)
            .mapToObj(i -> TestNode.async(() -> node.start(machine, "run-" + i, input)))
            .toList();
    Eventually.until("a batch of several", () -> mostWrites.get() > 1);
    outage.set(false);
    starts.forEach(start -> node.succeeds(TestNode.await(start)));
    assertThat(mostBytes.get())
        .as("the bound of a batch, and what one more command may tell")
        .isLessThan((8 + 4 + 1) << 20);
  }

  private static int historyBytes(ExecutionWrite write) {
    var chunk = write.history();
    return chunk == null ? 0 : chunk.events().length;
  }

  @Test
  void anOutageWhileATransitionLooksForItsActivityLosesNothing() {
    var node = node("a");
    var machine = node.machine("Chain", CHAIN, "Work");
    var questions = new AtomicInteger();
    database.inject(
        new StoreFaults() {
          @Override
          public boolean failsToFindActivity() {
            return questions.incrementAndGet() < 3;
          }
        });
    var execution = node.start(machine, "one", "{}");
    assertThat(questions).hasValue(3);
    working(node, node);
    allFinish(node, List.of(execution));
  }

  @Test
  void aTaskOfAnotherNodeIsNotRefusedByWhatThisOneRemembers() {
    var first = node("a");
    var second = node("b");
    var machine = first.machine("Chain", CHAIN, "Work");
    var execution = first.start(machine, "one", "{}");
    for (var task = 0; task < 3; task++) {
      report(second, first.task("Work"));
    }
    first.succeeds(execution);
  }

  @Test
  void aTimerOfAnotherNodeIsNotRefusedByWhatThisOneRemembers() {
    var first = node("a");
    var second = node("b");
    var machine =
        first.machine(
            "Wait",
            """
            {"StartAt": "A", "States": {
              "A": {"Type": "Task", "Resource": "@Work", "Next": "W"},
              "W": {"Type": "Wait", "Seconds": 60, "End": true}}}
            """,
            "Work");
    var execution = first.start(machine, "one", "{}");
    report(second, first.task("Work"));
    nodes.remove(second);
    second.close();
    clock.advance(Duration.ofSeconds(60));
    first.succeeds(execution);
  }

  @Test
  void aHintThatIsLostIsMadeGoodByTheScan() {
    var first = node("a");
    var second = node("b");
    database.inject(
        new StoreFaults() {
          @Override
          public boolean losesHint(String activityArn) {
            return true;
          }
        });
    var machine = first.machine("Chain", CHAIN, "Work");
    var poll = second.waitingPoll("Work");
    var _ = first.start(machine, "one", "{}");
    assertThat(TestNode.await(poll)).isPresent();
  }
}
