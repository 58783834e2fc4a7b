package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.aws.ServicePeer.Answer;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Progress;
import dev.stepwell.integration.spi.Support;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of services: what starts them, what is asked of them, and what stops them. */
class AwsJobsTest {
  private static final String RUN_TASK = "ecs:runTask.sync";
  private static final String TASK_STARTED =
      """
      {"tasks": [{"taskArn": "task-1", "clusterArn": "cluster-1", "lastStatus": "PROVISIONING"}],
       "failures": []}
      """;

  private final ServicePeer peer = new ServicePeer();
  private final AwsServices services = Calls.services();

  @AfterEach
  void close() {
    services.close();
    peer.close();
  }

  private Job started(String resource, String parameters, String answer)
      throws InterruptedException {
    peer.answers(Answer.json(200, answer));
    return Calls.job(resource, services.call(Calls.of(resource, parameters)));
  }

  private Progress asked(Job job, String answer) throws InterruptedException {
    peer.answers(Answer.json(200, answer));
    return services.ask(job);
  }

  private static void hasFailed(Progress progress, String cause) {
    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Ended.class,
            ended ->
                assertThat(ended.outcome())
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                          assertThat(failed.error()).isEqualTo("States.TaskFailed");
                          assertThat(Json.parse(String.valueOf(failed.cause())))
                              .isEqualTo(Json.parse(cause));
                        }));
  }

  private static void hasSucceeded(Progress progress, String result) {
    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Ended.class,
            ended -> assertThat(Calls.result(ended.outcome())).isEqualTo(Json.parse(result)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecs:runTask.sync",
        "batch:submitJob.sync",
        "glue:startJobRun.sync",
        "athena:startQueryExecution.sync",
        "eks:createNodegroup.sync",
        "bedrock:createModelCustomizationJob.sync"
      })
  void waitsForJobs(String resource) {
    assertThat(services.support(Calls.operation(resource))).isEqualTo(Support.SUPPORTED);
  }

  @Test
  void saysHowToGetTheClientOfAJob() {
    assertThat(services.support(Calls.operation("codebuild:startBuild.sync")))
        .isInstanceOfSatisfying(
            Support.Missing.class,
            missing -> assertThat(missing.reason()).contains("./stepwell plugin add codebuild"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqs:sendMessage.sync", "aws-sdk:ecs:runTask.sync", "eks:runJob.sync"})
  void doesNotWaitForAnythingElse(String resource) {
    assertThat(services.support(Calls.operation(resource))).isEqualTo(Support.UNKNOWN);
  }

  @Test
  void aTaskOfEcsSucceeds() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\", \"Cluster\": \"c\"}", TASK_STARTED);
    assertThat(Json.parse(peer.onlyRequest().body()))
        .isEqualTo(
            Json.parse(
                """
                {"cluster": "c", "taskDefinition": "d", "startedBy": "AWS Step Functions",
                 "clientToken": "%s"}
                """
                    .formatted(Calls.KEY)));

    assertThat(asked(job, "{\"tasks\": [{\"taskArn\": \"task-1\", \"lastStatus\": \"RUNNING\"}]}"))
        .isEqualTo(new Progress.Running());
    assertThat(peer.received().getLast().header("X-Amz-Target")).endsWith(".DescribeTasks");
    assertThat(Json.parse(peer.received().getLast().body()))
        .isEqualTo(Json.parse("{\"cluster\": \"cluster-1\", \"tasks\": [\"task-1\"]}"));

    hasSucceeded(
        asked(
            job,
            """
            {"tasks": [{"taskArn": "task-1", "lastStatus": "STOPPED", "createdAt": 1698303600.5,
              "stopCode": "EssentialContainerExited", "containers": [{"name": "a", "exitCode": 0}]}]}
            """),
        """
        {"TaskArn": "task-1", "LastStatus": "STOPPED", "CreatedAt": 1698303600500,
         "StopCode": "EssentialContainerExited", "Containers": [{"Name": "a", "ExitCode": 0}]}
        """);
  }

  @Test
  void aTaskOfEcsFailsWithItsContainers() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    hasFailed(
        asked(
            job,
            """
            {"tasks": [{"lastStatus": "STOPPED", "stopCode": "EssentialContainerExited",
              "containers": [{"exitCode": 0}, {"exitCode": 137}]}]}
            """),
        """
        {"LastStatus": "STOPPED", "StopCode": "EssentialContainerExited",
         "Containers": [{"ExitCode": 0}, {"ExitCode": 137}]}
        """);
    hasFailed(
        asked(
            job,
            "{\"tasks\": [{\"lastStatus\": \"STOPPED\", \"stopCode\": \"TaskFailedToStart\"}]}"),
        "{\"LastStatus\": \"STOPPED\", \"StopCode\": \"TaskFailedToStart\"}");
  }

  @Test
  void aTaskOfEcsThatFindsNoRoomWasNotStarted() throws InterruptedException {
    peer.answers(
        Answer.json(200, "{\"tasks\": [], \"failures\": [{\"reason\": \"RESOURCE:MEMORY\"}]}"));
    assertThat(services.call(Calls.of(RUN_TASK, "{\"TaskDefinition\": \"d\"}")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("AmazonECS.Unknown");
              assertThat(failed.cause()).contains("RESOURCE:MEMORY");
            });
  }

  @Test
  void aTaskOfEcsIsStopped() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    services.stop(job);
    assertThat(peer.received().getLast().header("X-Amz-Target")).endsWith(".StopTask");
    assertThat(Json.parse(peer.received().getLast().body()))
        .isEqualTo(
            Json.parse(
                """
                {"cluster": "cluster-1", "task": "task-1", "reason": "The Task state has ended"}
                """));
  }

  @Test
  void aStopThatIsRefusedHurtsNobody() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    peer.answers(Answer.json(400, "{\"__type\": \"InvalidParameterException\"}"));
    services.stop(job);
    assertThat(peer.received()).hasSize(2);
  }

  @Test
  void aJobOfBatchFails() throws InterruptedException {
    var job =
        started(
            "batch:submitJob.sync",
            "{\"JobName\": \"n\", \"JobQueue\": \"q\", \"JobDefinition\": \"d\"}",
            "{\"jobId\": \"job-1\", \"jobName\": \"n\"}");
    assertThat(asked(job, "{\"jobs\": [{\"jobId\": \"job-1\", \"status\": \"RUNNABLE\"}]}"))
        .isEqualTo(new Progress.Running());
    hasFailed(
        asked(
            job,
            "{\"jobs\": [{\"jobId\": \"job-1\", \"status\": \"FAILED\", \"startedAt\": 1698303600000}]}"),
        "{\"JobId\": \"job-1\", \"Status\": \"FAILED\", \"StartedAt\": 1698303600000}");
    services.stop(job);
    assertThat(peer.received().getLast().uri()).isEqualTo("/v1/terminatejob");
  }

  @Test
  void aRunOfGlueIsAskedForByItsJobsName() throws InterruptedException {
    var job =
        started("glue:startJobRun.sync", "{\"JobName\": \"etl\"}", "{\"JobRunId\": \"jr_1\"}");
    hasSucceeded(
        asked(job, "{\"JobRun\": {\"Id\": \"jr_1\", \"JobRunState\": \"SUCCEEDED\"}}"),
        "{\"Id\": \"jr_1\", \"JobRunState\": \"SUCCEEDED\"}");
    assertThat(Json.parse(peer.received().getLast().body()))
        .isEqualTo(Json.parse("{\"JobName\": \"etl\", \"RunId\": \"jr_1\"}"));
  }

  @Test
  void aStepOfEmrIsOneOfAList() throws InterruptedException {
    var job =
        started(
            "elasticmapreduce:addStep.sync",
            "{\"ClusterId\": \"j-1\", \"Step\": {\"Name\": \"n\", \"HadoopJarStep\": {\"Jar\": \"a.jar\"}}}",
            "{\"StepIds\": [\"s-1\"]}");
    assertThat(Json.parse(peer.onlyRequest().body()))
        .isEqualTo(
            Json.parse(
                """
                {"JobFlowId": "j-1", "Steps": [{"Name": "n", "HadoopJarStep": {"Jar": "a.jar"}}]}
                """));
    hasSucceeded(
        asked(job, "{\"Step\": {\"Id\": \"s-1\", \"Status\": {\"State\": \"COMPLETED\"}}}"),
        "{\"Step\": {\"Id\": \"s-1\", \"Status\": {\"State\": \"COMPLETED\"}}}");
    assertThat(Json.parse(peer.received().getLast().body()))
        .isEqualTo(Json.parse("{\"ClusterId\": \"j-1\", \"StepId\": \"s-1\"}"));
    services.stop(job);
    assertThat(peer.received().getLast().header("X-Amz-Target")).endsWith(".CancelSteps");
  }

  @Test
  void aClusterOfEmrIsToldWithItsId() throws InterruptedException {
    var job =
        started(
            "elasticmapreduce:createCluster.sync",
            "{\"Name\": \"c\", \"Instances\": {\"KeepJobFlowAliveWhenNoSteps\": true}}",
            "{\"JobFlowId\": \"j-1\", \"ClusterArn\": \"arn\"}");
    hasSucceeded(
        asked(job, "{\"Cluster\": {\"Id\": \"j-1\", \"Status\": {\"State\": \"WAITING\"}}}"),
        """
        {"ClusterId": "j-1", "Cluster": {"Id": "j-1", "Status": {"State": "WAITING"}}}
        """);
  }

  @Test
  void clustersOfEmrAreJobFlows() throws InterruptedException {
    var _ =
        services.call(Calls.of("elasticmapreduce:terminateCluster", "{\"ClusterId\": \"j-1\"}"));
    assertThat(peer.received().getLast().header("X-Amz-Target")).endsWith(".TerminateJobFlows");
    assertThat(Json.parse(peer.received().getLast().body()))
        .isEqualTo(Json.parse("{\"JobFlowIds\": [\"j-1\"]}"));
    var _ =
        services.call(
            Calls.of(
                "elasticmapreduce:setClusterTerminationProtection",
                "{\"ClusterId\": \"j-1\", \"TerminationProtected\": true}"));
    assertThat(Json.parse(peer.received().getLast().body()))
        .isEqualTo(Json.parse("{\"JobFlowIds\": [\"j-1\"], \"TerminationProtected\": true}"));
    peer.answers(
        Answer.json(
            200, "{\"CancelStepsInfoList\": [{\"StepId\": \"s-1\", \"Status\": \"SUBMITTED\"}]}"));
    assertThat(
            Calls.result(
                    services.call(
                        Calls.of(
                            "elasticmapreduce:cancelStep",
                            "{\"ClusterId\": \"j-1\", \"StepId\": \"s-1\"}")))
                .path("CancelStepsInfo"))
        .isEqualTo(Json.parse("{\"StepId\": \"s-1\", \"Status\": \"SUBMITTED\"}"));
  }

  @Test
  void aClusterThatIsNotFoundAnyMoreIsDeleted() throws InterruptedException {
    var job =
        started("eks:deleteCluster.sync", "{\"Name\": \"c\"}", "{\"cluster\": {\"name\": \"c\"}}");
    assertThat(asked(job, "{\"cluster\": {\"status\": \"DELETING\"}}"))
        .isEqualTo(new Progress.Running());
    peer.answers(exchange -> {
      exchange.getResponseHeaders().add("x-amzn-errortype", "ResourceNotFoundException");
      Answer.json(404, "{\"message\": \"No cluster found\"}").to(exchange);
    });
    hasSucceeded(services.ask(job), "{}");
  }

  // ---- what goes wrong ----

  @Test
  void aJobThatTheServiceDoesNotKnowIsRefused() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    assertThat(asked(job, "{\"tasks\": [], \"failures\": [{\"reason\": \"MISSING\"}]}"))
        .isInstanceOf(Progress.Refused.class);
    peer.answers(
        Answer.json(400, "{\"__type\": \"ClusterNotFoundException\", \"message\": \"none\"}"));
    assertThat(services.ask(job))
        .isInstanceOfSatisfying(
            Progress.Refused.class,
            refused -> assertThat(refused.error()).isEqualTo("ECS.ClusterNotFoundException"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void aServiceThatIsDownIsAskedAgain(int status) throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    peer.answers(Answer.json(status, "{\"__type\": \"ServerException\"}"));
    assertThat(services.ask(job)).isInstanceOf(Progress.Unreachable.class);
  }

  @Test
  void aServiceThatIsTooBusyIsAskedAgain() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    peer.answers(Answer.json(400, "{\"__type\": \"ThrottlingException\", \"message\": \"slow\"}"));
    assertThat(services.ask(job)).isInstanceOf(Progress.Unreachable.class);
  }

  @Test
  void aServiceThatIsSilentIsAskedAgain() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    var end = new CountDownLatch(1);
    peer.answers(_ -> {
      try {
        end.await();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    });
    try (var hasty =
        new AwsServices(
            AwsJobsTest.class.getClassLoader(),
            "eu-north-1",
            10,
            Calls.MAX_RESULT_BYTES,
            Duration.ofMillis(200))) {
      assertThat(hasty.ask(job)).isInstanceOf(Progress.Unreachable.class);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aServiceThatIsNotReachedIsAskedAgain() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    peer.answers(exchange -> exchange.close());
    assertThat(services.ask(job)).isInstanceOf(Progress.Unreachable.class);
  }

  @Test
  void aDescriptionWithoutEndIsTooLarge() throws InterruptedException {
    var job = started(RUN_TASK, "{\"TaskDefinition\": \"d\"}", TASK_STARTED);
    assertThat(
            asked(
                job,
                "{\"tasks\": [{\"lastStatus\": \"STOPPED\", \"group\": \"%s\"}]}"
                    .formatted("a".repeat(20 * Calls.MAX_RESULT_BYTES))))
        .isEqualTo(new Progress.Ended(new Outcome.TooLarge()));
  }
}
