package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.ABORTED;
import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that wait for the end of a job: {@code .sync}. */
class JobStoryTest {
  private static final String RUN_TASK = "arn:aws:states:::ecs:runTask.sync";
  private static final StartedWork.Job JOB =
      new StartedWork.Job(RUN_TASK, Payload.ofText("{\"task\":\"t-1\"}"), null);
  private static final Command STARTS =
      new Command.ReportCall(3, answered("{\"Tasks\":[{\"TaskArn\":\"t-1\"}]}"), JOB);
  private static final Command RUNS = new Command.ReportJob(3, new JobReport.Running());
  private static final Command SUCCEEDS =
      new Command.ReportJob(
          3, new JobReport.Ended(answered("{\"TaskArn\":\"t-1\",\"LastStatus\":\"STOPPED\"}")));
  private static final Command FAILS =
      new Command.ReportJob(
          3,
          new JobReport.Ended(
              new CallOutcome.Failed("States.TaskFailed", "{\"LastStatus\":\"STOPPED\"}")));
  private static final Command IS_UNKNOWN =
      new Command.ReportJob(
          3, new JobReport.Refused(new CallOutcome.Failed("ECS.ClusterNotFoundException", "gone")));

  private static CallOutcome answered(String output) {
    return new CallOutcome.Answered(Payload.ofText(output));
  }

  /** A Task S that runs a job, which has just been started. */
  private static Story job(String fields) {
    var task =
        """
        "S": {"Type": "Task", "Resource": "%s", "Parameters": {"TaskDefinition": "d"}, %s "End": true}
        """
            .formatted(RUN_TASK, fields);
    var rescue = ", \"Rescue\": {\"Type\": \"Pass\", \"End\": true}";
    return Story.givenStates(fields.contains("Rescue") ? task + rescue : task)
        .startedWith("{}")
        .happens(STARTS);
  }

  private static List<Effect> effects(Story story, Command command) {
    return ((Transition.Applied) story.run().apply(command)).effects();
  }

  /** Lets time pass until somebody asks for the job, and tells how long that was. */
  private static Duration untilAsked(Story story) {
    var before = story.run().now();
    for (var asked = false; !asked; ) {
      story.run().passUntilDue();
      asked = effects(story, new Command.FireTimer()).contains(new Effect.AskJob(3, JOB));
    }
    return Duration.between(before, story.run().now());
  }

  @Test
  void aJobSucceeds() {
    var story = job("");
    var _ = untilAsked(story);
    story
        .happens(RUNS)
        .is(RUNNING)
        .happens(SUCCEEDS)
        .isTold("job-succeeds", SUCCEEDED)
        .refuses(SUCCEEDS, Reason.TASK_CLOSED);
  }

  @Test
  void aJobFails() {
    job("\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"Rescue\"}],")
        .happens(FAILS)
        .isTold("job-fails", SUCCEEDED);
  }

  @Test
  void itIsAskedForLessAndLessOften() {
    var story = job("");
    var pauses = new ArrayList<Long>();
    for (var i = 0; i < 32; i++) {
      pauses.add(untilAsked(story).toSeconds());
      var _ = story.happens(RUNS);
    }
    assertThat(pauses).startsWith(1L, 2L, 3L, 4L).endsWith(29L, 30L, 30L, 30L).isSorted();
    assertThat(story.run().history()).as("questions are not told").hasSize(5);
  }

  @Test
  void aQuestionThatIsLostWithItsNodeIsAskedAgain() {
    var story = job("");
    var _ = untilAsked(story);
    assertThat(untilAsked(story)).isEqualTo(Duration.ofMinutes(1));
    story.happens(SUCCEEDS).is(SUCCEEDED);
  }

  @Test
  void aJobThatIsNotKnownYetIsAskedForAgain() {
    var story = job("");
    for (var i = 0; i < 7; i++) {
      var _ = untilAsked(story);
      story.happens(IS_UNKNOWN).is(RUNNING);
    }
    story.happens(RUNS);
    for (var i = 0; i < 7; i++) {
      var _ = untilAsked(story);
      story.happens(IS_UNKNOWN).is(RUNNING);
    }
    story.happens(IS_UNKNOWN).isTold("job-unknown", FAILED);
  }

  @Test
  void aStopEndsTheJob() {
    var story = job("");
    assertThat(effects(story, new Command.StopExecution(null, null)))
        .contains(new Effect.StopJob(3, JOB));
    story.is(ABORTED).refuses(SUCCEEDS, Reason.TASK_CLOSED);
  }

  @Test
  void theTimeoutEndsTheJob() {
    var story = job("\"TimeoutSeconds\": 10,");
    var effects = new ArrayList<Effect>();
    while (!story.run().state().isClosed()) {
      story.run().passUntilDue();
      effects.addAll(effects(story, new Command.FireTimer()));
    }
    assertThat(effects).contains(new Effect.StopJob(3, JOB));
    story.isTold("job-timeout", FAILED);
    assertThat(Duration.between(ExecutionRun.START, story.run().now()))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void anotherBranchThatFailsEndsTheJob() {
    var story =
        Story.givenStates(
                """
                "S": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "J", "States": {"J": {"Type": "Task", "Resource": "%s",
                    "Parameters": {"TaskDefinition": "d"}, "End": true}}},
                  {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "@Work", "End": true}}}]}
                """
                    .formatted(RUN_TASK))
            .startedWith("{}");
    var call = story.run().calls().getFirst().scheduledEventId();
    var _ = story.happens(new Command.ReportCall(call, answered("{}"), JOB)).task("Work").starts();
    var task = story.run().tasks().getFirst().scheduledEventId();
    assertThat(effects(story, new Command.FailTask(task, "E", "c")))
        .contains(new Effect.StopJob(call, JOB));
    story.is(FAILED);
  }

  @Test
  void aRetryStartsAnotherJob() {
    var story = job("\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"], \"IntervalSeconds\": 1}],");
    story.happens(FAILS).is(RUNNING).timePasses(Duration.ofSeconds(1));
    var again = story.run().calls().getFirst();
    assertThat(again.submittedEventId()).isZero();
    story
        .refuses(SUCCEEDS, Reason.TASK_CLOSED)
        .happens(new Command.ReportCall(again.scheduledEventId(), answered("{}"), JOB))
        .happens(
            new Command.ReportJob(
                again.scheduledEventId(), new JobReport.Ended(answered("{\"second\":true}"))))
        .is(SUCCEEDED);
  }

  @Test
  void aCallThatDoesNotStartAJobIsNotSubmitted() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "%s", "Parameters": {"TaskDefinition": "d"}, "End": true}
            """
                .formatted(RUN_TASK))
        .startedWith("{}")
        .call()
        .fails("ECS.ClusterNotFoundException", "no such cluster")
        .isTold("job-not-submitted", FAILED);
  }

  @Test
  void aJobWhoseResultIsTooLargeFails() {
    job("")
        .happens(new Command.ReportJob(3, new JobReport.Ended(new CallOutcome.TooLarge())))
        .isTold("job-too-large", FAILED);
  }

  @Test
  void aRedriveStartsAnotherJob() {
    var story = job("").happens(FAILS).is(FAILED).isRedriven().is(RUNNING);
    assertThat(story.run().calls())
        .singleElement()
        .satisfies(call -> assertThat(call.submittedEventId()).isZero());
  }
}
