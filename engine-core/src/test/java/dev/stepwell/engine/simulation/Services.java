package dev.stepwell.engine.simulation;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.story.RandomMachine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a node calls: services that take their time, fail, or pass a token on. */
final class Services implements ServiceCaller {
  private static final String START = "arn:aws:states:::states:startExecution";

  private final World world;
  private final Node node;

  Services(World world, Node node) {
    this.world = world;
    this.node = node;
  }

  @Override
  public Result call(ServiceCall call) throws InterruptedException {
    world.tell(node.machine().name(), "calls " + call.resourceArn() + " for " + call.executionId());
    if (call.resourceArn().startsWith(START)) {
      var _ = world.ledger().begun(call);
      return startExecution(call, !call.resourceArn().equals(START));
    }
    world.ledger().called(call);
    var token = call.parameters().tree().path("token").asString("");
    if (!token.isEmpty()) {
      new Worker(world, "callback").takes(token);
    }
    takeTime();
    var outcome = outcome();
    return outcome instanceof CallOutcome.Answered && call.resourceArn().endsWith(RandomMachine.JOB)
        ? new Result(outcome, world.ledger().jobs().begin(call))
        : new Result(outcome);
  }

  private void takeTime() throws InterruptedException {
    var random = world.random();
    var seconds = world.isCalm() || random.nextInt(4) > 0 ? 1 : 60;
    var _ =
        node.machine()
            .await(new CompletableFuture<>(), Duration.ofMillis(random.nextInt(seconds * 1_000)));
  }

  private CallOutcome outcome() {
    return switch (world.random().nextInt(5)) {
      case 0 -> new CallOutcome.Failed("E1", "by chance");
      default -> new CallOutcome.Answered(Payload.ofText("{\"n\": 1, \"items\": [5]}"));
    };
  }

  @Override
  public JobReport ask(StartedWork.Job job) throws InterruptedException {
    world.tell(node.machine().name(), "asks for the job " + job.ticket().text());
    takeTime();
    if (!world.isCalm()) {
      switch (world.random().nextInt(4)) {
        case 0 -> {
          return new JobReport.Refused(new CallOutcome.Failed("E2", "no such job"));
        }
        case 1 -> {
          return new JobReport.Running();
        }
        default -> {}
      }
    }
    return new JobReport.Ended(world.ledger().jobs().end(job, this::outcome));
  }

  @Override
  public void stop(StartedWork.Job job) {
    world.tell(node.machine().name(), "stops the job " + job.ticket().text());
  }

  /** As the integration does it: the name follows from the task, so that it is started once. */
  private Result startExecution(ServiceCall call, boolean waits) {
    var parameters = call.parameters().tree();
    var started =
        node.executions()
            .start(
                parameters.path("StateMachineArn").asString(),
                "of-" + call.executionId().number() + "-" + call.scheduledEventId(),
                Json.text(parameters.path("Input")),
                null,
                waits ? new ParentTask(call.executionId(), call.scheduledEventId()) : null);
    return switch (started) {
      case Answer.Given(var execution) ->
          new Result(
              new CallOutcome.Answered(
                  Payload.ofText("{\"n\": 1, \"arn\": \"" + execution.executionArn() + "\"}")),
              waits ? new StartedWork.Child(execution.id()) : null);
      case Answer.Refused<?>(var reason, var message, _) ->
          new Result(new CallOutcome.Failed("StepFunctions." + reason, message));
    };
  }
}
