package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.Await;
import dev.stepwell.persistence.testing.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Nodes behind a balancer are stopped and started one after the other while clients work: what the
 * AWS SDK repeats by itself, with its own settings, is all that they notice.
 */
class RollingRestartTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final String DEFINITION =
      """
      {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "@work", "TimeoutSeconds": 5,
        "Retry": [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "MaxAttempts": 30}],
        "End": true}}}
      """;
  private static final int NODES = 2;
  private static final int ROUNDS = 2;
  private static final int CALLERS = 4;

  /** So many executions come to their end between two restarts, at least. */
  private static final int EXECUTIONS_BETWEEN = 20;

  private final AtomicInteger finished = new AtomicInteger();
  private final List<ServerProcess> nodes = new ArrayList<>();
  private final Queue<Exception> errors = new ConcurrentLinkedQueue<>();
  private volatile boolean done;

  @Test
  void clientsOfTheSdkSeeNoError() throws Exception {
    // The proxy is closed before the threads are waited for: a poll that nobody answers any more
    // ends by it.
    try (var database = TestDatabase.create();
        var threads = Executors.newCachedThreadPool();
        var balancer = new CuttingProxy();
        var sfn = client(balancer.port())) {
      for (int i = 0; i < NODES; i++) {
        nodes.add(ServerProcess.on(database));
      }
      balancer.leadTo(nodes.stream().mapToInt(node -> node.url().getPort()).toArray());
      var activity = sfn.createActivity(r -> r.name("work")).activityArn();
      var machine =
          sfn.createStateMachine(
                  r -> r.name("m").roleArn(ROLE).definition(DEFINITION.replace("@work", activity)))
              .stateMachineArn();
      var callers = new ArrayList<Future<Void>>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(calling(sfn, machine)));
        var _ = threads.submit(working(sfn, activity));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (var node : nodes) {
          var before = finished.get();
          Await.until("work goes on", () -> finished.get() >= before + EXECUTIONS_BETWEEN);
          node.close();
          node.start();
        }
      }
      done = true;
      for (var caller : callers) {
        caller.get();
      }
      assertThat(errors).isEmpty();
      assertThat(
              sfn.listExecutions(r -> r.stateMachineArn(machine).statusFilter("RUNNING"))
                  .executions())
          .isEmpty();
      assertThat(nodes)
          .allSatisfy(node -> assertThat(node.standardError()).doesNotContain(" ERROR ", "\tat "));
      System.out.printf(
          "%d executions while %d nodes were restarted %d times%n", finished.get(), NODES, ROUNDS);
    } finally {
      done = true;
      nodes.forEach(ServerProcess::close);
    }
  }

  private static SfnClient client(int port) {
    return SfnClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(70)))
        .build();
  }

  /** Starts executions and waits for each; the first error ends it. */
  private Callable<Void> calling(SfnClient sfn, String machine) {
    return () -> {
      while (!done) {
        var execution = sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();
        Await.until("it is closed", () -> status(sfn, execution) != ExecutionStatus.RUNNING);
        assertThat(status(sfn, execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        finished.incrementAndGet();
      }
      return null;
    };
  }

  private static ExecutionStatus status(SfnClient sfn, String execution) {
    return sfn.describeExecution(r -> r.executionArn(execution)).status();
  }

  private Callable<Void> working(SfnClient sfn, String activity) {
    return () -> {
      try {
        while (!done) {
          var task = sfn.getActivityTask(r -> r.activityArn(activity));
          if (task.taskToken() != null) {
            sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output("{}"));
          }
        }
      } catch (SdkException error) {
        if (!done) {
          errors.add(error);
        }
      }
      return null;
    };
  }
}
