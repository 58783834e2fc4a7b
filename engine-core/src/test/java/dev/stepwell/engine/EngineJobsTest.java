package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs: started once, asked for by whatever node is there, stopped with their task. */
class EngineJobsTest {
  private static final String RESOURCE = "arn:aws:states:::ecs:runTask.sync";
  private static final String RUN_TASK =
      """
      {"StartAt": "R", "States": {"R": {"Type": "Task", "Resource": "%s",
        "Parameters": {"TaskDefinition": "d"}, "End": true}}}
      """
          .formatted(RESOURCE);
  private static final JobReport RUNS = new JobReport.Running();
  private static final JobReport HAS_ENDED =
      new JobReport.Ended(new CallOutcome.Answered(Payload.ofText("{\"done\":true}")));

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final List<TestNode> nodes = new ArrayList<>();
  private final Cloud cloud = new Cloud();

  /** Where the jobs run. */
  private static final class Cloud {
    private final Queue<ServiceCall> started = new ConcurrentLinkedQueue<>();
    private final Queue<String> askedBy = new ConcurrentLinkedQueue<>();
    private final Queue<StartedWork.Job> stopped = new ConcurrentLinkedQueue<>();
    private final AtomicReference<JobReport> report = new AtomicReference<>(RUNS);
  }

  /** A node's view of it. */
  private class Caller implements ServiceCaller {
    private final String node;

    Caller(String node) {
      this.node = node;
    }

    @Override
    public Result call(ServiceCall call) throws InterruptedException {
      cloud.started.add(call);
      var ticket = Payload.ofText("\"job-" + cloud.started.size() + "\"");
      return new Result(
          new CallOutcome.Answered(Payload.ofText("{}")),
          new StartedWork.Job(call.resourceArn(), ticket, call.roleArn()));
    }

    @Override
    public JobReport ask(StartedWork.Job job) throws InterruptedException {
      cloud.askedBy.add(node);
      return cloud.report.get();
    }

    @Override
    public void stop(StartedWork.Job job) {
      cloud.stopped.add(job);
    }
  }

  private TestNode node(String nodeId) {
    return node(nodeId, new Caller(nodeId));
  }

  private TestNode node(String nodeId, ServiceCaller caller) {
    var node = new TestNode(database, clock, nodeId, Limits.DEFAULTS, caller);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  private String submitted(TestNode node) {
    return submitted(node, RUN_TASK);
  }

  private static String submitted(TestNode node, String definition) {
    var execution = node.start(node.machine("Job", definition), "one", "{}");
    Eventually.until("the submission", () -> node.history(execution).size() == 5);
    return execution;
  }

  /** Lets time pass until the job has been asked for once more. */
  private void untilAskedAgain() {
    var before = cloud.askedBy.size();
    Eventually.until(
        "a question",
        () -> {
          clock.advance(Duration.ofSeconds(1));
          return cloud.askedBy.size() > before;
        });
  }

  @Test
  void aJobIsAskedForUntilItHasEnded() {
    var node = node("a");
    var execution = submitted(node);
    untilAskedAgain();
    untilAskedAgain();
    assertThat(node.describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
    cloud.report.set(HAS_ENDED);
    untilAskedAgain();
    node.succeeds(execution);
    assertThat(Objects.requireNonNull(node.describe(execution).output()).text())
        .isEqualTo("{\"done\":true}");
    assertThat(cloud.started).hasSize(1);
    assertThat(cloud.stopped).isEmpty();
  }

  @Test
  void anotherNodeAsksWhenTheOneThatStartedTheJobIsGone() {
    var dead = node("a");
    var execution = submitted(dead);
    untilAskedAgain();
    nodes.remove(dead);
    dead.close();

    cloud.report.set(HAS_ENDED);
    var other = node("b");
    untilAskedAgain();
    other.succeeds(execution);
    assertThat(cloud.askedBy).last().isEqualTo("b");
    assertThat(cloud.started).as("the job is started once").hasSize(1);
  }

  @Test
  void aQuestionThatDiesWithItsNodeIsAskedByAnother() {
    var asked = new CountDownLatch(1);
    var dead =
        node(
            "a",
            new Caller("a") {
              @Override
              public JobReport ask(StartedWork.Job job) throws InterruptedException {
                asked.countDown();
                throw new InterruptedException("killed");
              }
            });
    var execution = submitted(dead);
    Eventually.until(
        "a question",
        () -> {
          clock.advance(Duration.ofSeconds(1));
          return asked.getCount() == 0;
        });
    nodes.remove(dead);
    dead.close();

    cloud.report.set(HAS_ENDED);
    var other = node("b");
    clock.advance(Duration.ofMinutes(1));
    other.succeeds(execution);
    assertThat(cloud.askedBy).containsExactly("b");
  }

  @Test
  void aStopStopsTheJob() {
    var node = node("a");
    var execution = submitted(node);
    TestNode.given(node.executions.stop(execution, null, null));
    Eventually.until("the end of the job", () -> !cloud.stopped.isEmpty());
    assertThat(cloud.stopped)
        .containsExactly(new StartedWork.Job(RESOURCE, Payload.ofText("\"job-1\""), null));
  }

  @Test
  void theTimeoutOfTheTaskStopsTheJob() {
    var node = node("a");
    var execution = submitted(node, RUN_TASK.replace("\"End\"", "\"TimeoutSeconds\": 5, \"End\""));
    clock.advance(Duration.ofSeconds(5));
    assertThat(node.closed(execution).error()).isEqualTo("States.Timeout");
    Eventually.until("the end of the job", () -> !cloud.stopped.isEmpty());
  }

  @Test
  void aJobThatStartsAfterTheEndOfItsTaskIsStopped() {
    var mayAnswer = new CountDownLatch(1);
    var node =
        node(
            "a",
            new Caller("a") {
              @Override
              public Result call(ServiceCall call) throws InterruptedException {
                var started = super.call(call);
                try {
                  mayAnswer.await();
                } catch (InterruptedException _) {
                  // A service that does not let itself be interrupted.
                }
                return started;
              }
            });
    var execution = node.start(node.machine("Job", RUN_TASK), "one", "{}");
    Eventually.until("the call", () -> !cloud.started.isEmpty());
    TestNode.given(node.executions.stop(execution, null, null));
    mayAnswer.countDown();
    Eventually.until("the end of the job", () -> !cloud.stopped.isEmpty());
  }

  @Test
  void aServerThatCannotAskTellsSo() {
    var node =
        node(
            "a",
            new Caller("a") {
              @Override
              public JobReport ask(StartedWork.Job job) throws InterruptedException {
                super.ask(job);
                throw new IllegalStateException("a bug");
              }
            });
    var execution = submitted(node);
    for (var i = 0; i < 8; i++) {
      untilAskedAgain();
    }
    var end = node.closed(execution);
    assertThat(end.error()).isEqualTo("States.TaskFailed");
    assertThat(end.cause()).isEqualTo("The server failed to ask for the job; its log says more.");
  }
}
