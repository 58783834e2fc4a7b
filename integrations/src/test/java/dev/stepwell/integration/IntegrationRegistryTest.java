package dev.stepwell.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.resource.CallableServices.Callability;
import dev.stepwell.asl.resource.ResourceArn;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.JobIntegration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Progress;
import dev.stepwell.integration.spi.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who makes a call, and what is said when nobody does. */
class IntegrationRegistryTest {
  /** Says of every operation the same, and answers with its own name. */
  private record Answering(String name, Function<Operation, Support> says) implements Integration {
    Answering(String name, Support says) {
      this(name, _ -> says);
    }

    @Override
    public Support support(Operation operation) {
      return says.apply(operation);
    }

    @Override
    public Outcome call(Call call) {
      return new Outcome.Answered(Json.object().put("by", name));
    }
  }

  private static Callability check(IntegrationRegistry registry, String resource) {
    return registry.check(
        (ServiceIntegration) ResourceArn.parse("arn:aws:states:::" + resource).orElseThrow());
  }

  private static Outcome call(IntegrationRegistry registry) throws InterruptedException {
    var operation = new Operation("acme", "doThing", Pattern.REQUEST_RESPONSE);
    return registry.call(new Call(operation, Json.object(), "arn", null, "key", 1_000), null);
  }

  @Test
  void letsTheFirstThatCanMakeTheCall() throws InterruptedException {
    var registry =
        IntegrationRegistry.of(
            new Answering("foreign", Support.UNKNOWN),
            new Answering("incomplete", new Support.Missing("its key is not set")),
            new Answering("able", Support.SUPPORTED),
            new Answering("late", Support.SUPPORTED));

    assertThat(check(registry, "acme:doThing")).isEqualTo(Callability.CALLABLE);
    assertThat(call(registry)).isEqualTo(new Outcome.Answered(Json.object().put("by", "able")));
  }

  @Test
  void saysWhatTheFirstThatKnowsTheOperationMisses() throws InterruptedException {
    var registry =
        IntegrationRegistry.of(
            new Answering("foreign", Support.UNKNOWN),
            new Answering("incomplete", new Support.Missing("its key is not set")),
            new Answering("other", new Support.Missing("nothing is there")));

    assertThat(check(registry, "acme:doThing"))
        .isEqualTo(new Callability.Missing("its key is not set"));
    assertThat(call(registry))
        .isEqualTo(
            new Outcome.Failed(
                "States.TaskFailed", "This server cannot call acme:doThing: its key is not set"));
  }

  @Test
  void tellsWhatAwsHasFromWhatNobodyHas() throws InterruptedException {
    var registry = IntegrationRegistry.of();

    assertThat(check(registry, "acme:doThing")).isEqualTo(Callability.UNKNOWN);
    assertThat(check(registry, "sqs:sendMessage"))
        .isEqualTo(new Callability.Missing("it has no integration for it"));
    assertThat(call(registry))
        .isEqualTo(
            new Outcome.Failed(
                "States.TaskFailed",
                "This server cannot call acme:doThing: it has no integration for it"));
  }

  @Test
  void callsFunctionsAndNestedExecutionsWhoeverElseIsThere() {
    var registry = IntegrationRegistry.of();

    assertThat(check(registry, "lambda:invoke.waitForTaskToken")).isEqualTo(Callability.CALLABLE);
    assertThat(check(registry, "states:startExecution.sync:2")).isEqualTo(Callability.CALLABLE);
  }

  /** Starts jobs that have always ended. */
  private static final class JobRunning implements JobIntegration {
    private final List<Job> stopped = new ArrayList<>();

    @Override
    public Support support(Operation operation) {
      return Support.SUPPORTED;
    }

    @Override
    public Outcome call(Call call) {
      return new Outcome.Started(Json.object(), Json.object().put("number", 1));
    }

    @Override
    public Progress ask(Job job) {
      return new Progress.Ended(new Outcome.Answered(job.ticket()));
    }

    @Override
    public void stop(Job job) {
      stopped.add(job);
    }
  }

  private static final Operation JOB = new Operation("acme", "doThing", Pattern.RUN_JOB);

  private static Job job() {
    return new Job(JOB, Json.object().put("number", 1), null, 1_000);
  }

  @Test
  void onlyThoseThatKnowJobsAreAskedWhetherTheyWaitForTheirEnd() {
    var registry = IntegrationRegistry.of(new Answering("able", Support.SUPPORTED));

    assertThat(check(registry, "ecs:runTask.waitForTaskToken")).isEqualTo(Callability.CALLABLE);
    assertThat(check(registry, "ecs:runTask.sync"))
        .isEqualTo(new Callability.Missing("it has no integration for it"));
    assertThat(check(registry, "acme:doThing.sync")).isEqualTo(Callability.UNKNOWN);
    assertThat(check(IntegrationRegistry.of(new JobRunning()), "acme:doThing.sync"))
        .isEqualTo(Callability.CALLABLE);
  }

  @Test
  void whoStartsAJobIsAskedForItAndStopsIt() throws InterruptedException {
    var jobs = new JobRunning();
    var registry = IntegrationRegistry.of(new Answering("able", Support.SUPPORTED), jobs);

    assertThat(registry.ask(job()))
        .isEqualTo(new Progress.Ended(new Outcome.Answered(job().ticket())));
    registry.stop(job());
    assertThat(jobs.stopped).containsExactly(job());
  }

  @Test
  void aJobWhoseIntegrationIsGoneIsRefused() throws InterruptedException {
    var registry = IntegrationRegistry.of();

    assertThat(registry.ask(job()))
        .isEqualTo(
            new Progress.Refused(
                "States.TaskFailed",
                "This server cannot call acme:doThing: it has no integration for it"));
    registry.stop(job());
  }

  @Test
  void aCallThatStartsNoJobWhereItShouldIsAFault() {
    var forgetful =
        new JobIntegration() {
          @Override
          public Support support(Operation operation) {
            return Support.SUPPORTED;
          }

          @Override
          public Outcome call(Call call) {
            return new Outcome.Answered(Json.object());
          }

          @Override
          public Progress ask(Job job) {
            return new Progress.Running();
          }

          @Override
          public void stop(Job job) {}
        };
    var call = new Call(JOB, Json.object(), "arn", null, "key", 1_000);

    assertThatThrownBy(() -> IntegrationRegistry.of(forgetful).call(call, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no job was started");
  }

  @Test
  void reportsAJarThatDoesNotFitAsAFaultAndNotByLosingTheCall() {
    var unfit =
        new Integration() {
          @Override
          public Support support(Operation operation) {
            return Support.SUPPORTED;
          }

          @Override
          public Outcome call(Call call) {
            throw new NoSuchMethodError("gone");
          }
        };

    assertThatThrownBy(() -> call(IntegrationRegistry.of(unfit)))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(NoSuchMethodError.class);
  }
}
