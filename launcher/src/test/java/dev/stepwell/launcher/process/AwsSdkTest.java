package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ConflictException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetActivityTaskResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InspectionLevel;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;
import software.amazon.awssdk.services.sfn.model.RoutingConfigurationListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.TestExecutionStatus;

/** The AWS SDK for Java, as programs use it, only with another endpoint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsSdkTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final String NOWHERE =
      "arn:aws:states:us-east-1:123456789012:stateMachine:nowhere";
  private static final String WAITS =
      """
      {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}}
      """;
  private static final int EXECUTIONS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestDatabase database;
  private ServerProcess server;
  private SfnClient sfn;

  @BeforeAll
  void startServer() {
    database = TestDatabase.create();
    server = ServerProcess.on(database);
    sfn =
        SfnClient.builder()
            .endpointOverride(server.url())
            // StartSyncExecution and TestState would go to the host sync-….
            .overrideConfiguration(client ->
                client.putAdvancedOption(
                    SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(70)))
            .build();
  }

  @AfterAll
  void stopServer() {
    sfn.close();
    server.close();
    database.close();
  }

  private String create(String name, String definition) {
    return sfn.createStateMachine(
            request -> request.name(name).definition(definition).roleArn(ROLE))
        .stateMachineArn();
  }

  private String start(String machine, String name) {
    return sfn.startExecution(
            request -> request.stateMachineArn(machine).name(name).input("{\"amount\": 5}"))
        .executionArn();
  }

  private DescribeExecutionResponse awaitExecution(
      String execution, Predicate<DescribeExecutionResponse> condition)
      throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var found = sfn.describeExecution(request -> request.executionArn(execution));
      if (condition.test(found) || System.nanoTime() > deadline) {
        return found;
      }
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  @Test
  void startsThroughVersionsAndAliases() {
    var machine = create("versioned", WAITS);
    var version =
        sfn.publishStateMachineVersion(request -> request.stateMachineArn(machine))
            .stateMachineVersionArn();
    var all =
        RoutingConfigurationListItem.builder().stateMachineVersionArn(version).weight(100).build();
    var alias =
        sfn.createStateMachineAlias(request -> request.name("PROD").routingConfiguration(all))
            .stateMachineAliasArn();
    var execution = start(alias, "through-alias");
    var described = sfn.describeExecution(request -> request.executionArn(execution));
    assertThat(described.stateMachineVersionArn()).isEqualTo(version);
    assertThat(described.stateMachineAliasArn()).isEqualTo(alias);
    assertThatThrownBy(
            () -> sfn.deleteStateMachineVersion(request -> request.stateMachineVersionArn(version)))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void runsSynchronouslyAndTestsStates() {
    var machine =
        sfn.createStateMachine(request ->
                request
                    .name("express")
                    .type(StateMachineType.EXPRESS)
                    .definition(
                        "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}")
                    .roleArn(ROLE))
            .stateMachineArn();
    var ended =
        sfn.startSyncExecution(request -> request.stateMachineArn(machine).input("{\"a\": 1}"));
    assertThat(ended.status()).isEqualTo(SyncExecutionStatus.SUCCEEDED);
    assertThat(ended.output()).isEqualTo("{\"a\": 1}");

    var tested =
        sfn.testState(request ->
            request
                .definition("{\"Type\": \"Pass\", \"Result\": 7, \"Next\": \"Later\"}")
                .inspectionLevel(InspectionLevel.DEBUG));
    assertThat(tested.status()).isEqualTo(TestExecutionStatus.SUCCEEDED);
    assertThat(tested.nextState()).isEqualTo("Later");
    assertThat(tested.inspectionData().result()).isEqualTo("7");
  }

  @Test
  void redrivesFromTheStateThatFailed() throws Exception {
    var activity = sfn.createActivity(request -> request.name("flaky")).activityArn();
    var machine =
        create(
            "redriven",
            """
            {"StartAt": "First", "States": {
              "First": {"Type": "Pass", "Next": "Work"},
              "Work": {"Type": "Task", "Resource": "%s", "End": true}}}
            """
                .formatted(activity));
    var execution = start(machine, "redriven");
    var failing = sfn.getActivityTask(request -> request.activityArn(activity));
    sfn.sendTaskFailure(request -> request.taskToken(failing.taskToken()).error("Broken"));
    var failed = awaitExecution(execution, found -> found.status() != ExecutionStatus.RUNNING);
    assertThat(failed.redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);

    var redriveDate =
        sfn.redriveExecution(request -> request.executionArn(execution)).redriveDate();
    assertThatThrownBy(() -> sfn.redriveExecution(request -> request.executionArn(execution)))
        .isInstanceOf(ExecutionNotRedrivableException.class)
        .hasMessageContaining("Execution is RUNNING and cannot be redriven");
    var again = sfn.getActivityTask(request -> request.activityArn(activity));
    sfn.sendTaskSuccess(request -> request.taskToken(again.taskToken()).output("1"));
    var done = awaitExecution(execution, found -> found.status() != ExecutionStatus.RUNNING);
    assertThat(done.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(done.redriveCount()).isEqualTo(1);
    assertThat(done.redriveDate()).isEqualTo(redriveDate);
    assertThat(sfn.getExecutionHistory(request -> request.executionArn(execution)).events())
        .filteredOn(event -> event.type() == HistoryEventType.EXECUTION_REDRIVEN)
        .extracting(event -> event.executionRedrivenEventDetails().redriveCount())
        .containsExactly(1);
  }

  @Test
  void createsStartsPollsAndReadsAHistory() throws Exception {
    var activity = sfn.createActivity(request -> request.name("double")).activityArn();
    var machine =
        create(
            "doubling",
            """
            {"StartAt": "Double", "States": {
              "Double": {"Type": "Task", "Resource": "%s", "ResultPath": "$.doubled", "Next": "Done"},
              "Done": {"Type": "Succeed"}}}
            """
                .formatted(activity));
    var execution = start(machine, "first");

    GetActivityTaskResponse task =
        sfn.getActivityTask(request -> request.activityArn(activity).workerName("sdk"));
    assertThat(task.input()).isEqualTo("{\"amount\": 5}");
    sfn.sendTaskHeartbeat(request -> request.taskToken(task.taskToken()));
    assertThatThrownBy(
            () -> sfn.sendTaskSuccess(request -> request.taskToken(task.taskToken()).output("{")))
        .isInstanceOf(InvalidOutputException.class);
    sfn.sendTaskSuccess(request -> request.taskToken(task.taskToken()).output("10"));
    assertThatThrownBy(() -> sfn.sendTaskFailure(request -> request.taskToken(task.taskToken())))
        .isInstanceOf(TaskTimedOutException.class);

    var done = awaitExecution(execution, found -> found.status() != ExecutionStatus.RUNNING);
    assertThat(done.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(done.output()).isEqualTo("{\"amount\":5,\"doubled\":10}");
    assertThat(done.stopDate()).isAfterOrEqualTo(done.startDate());
    var events =
        sfn
            .getExecutionHistoryPaginator(request -> request.executionArn(execution).maxResults(3))
            .events()
            .stream()
            .toList();
    assertThat(events)
        .extracting(HistoryEvent::type)
        .containsExactly(
            HistoryEventType.EXECUTION_STARTED,
            HistoryEventType.TASK_STATE_ENTERED,
            HistoryEventType.ACTIVITY_SCHEDULED,
            HistoryEventType.ACTIVITY_STARTED,
            HistoryEventType.ACTIVITY_SUCCEEDED,
            HistoryEventType.TASK_STATE_EXITED,
            HistoryEventType.SUCCEED_STATE_ENTERED,
            HistoryEventType.SUCCEED_STATE_EXITED,
            HistoryEventType.EXECUTION_SUCCEEDED);
    assertThat(events).extracting(HistoryEvent::id).isSorted().doesNotHaveDuplicates();
    assertThat(events.get(3).activityStartedEventDetails().workerName()).isEqualTo("sdk");
  }

  @Test
  void listsPageByPageAndStops() throws Exception {
    var machine = create("waiting", WAITS);
    for (int i = 0; i < EXECUTIONS; i++) {
      start(machine, "wait-" + i);
    }
    var running =
        sfn
            .listExecutionsPaginator(request ->
                request
                    .stateMachineArn(machine)
                    .statusFilter(ExecutionStatus.RUNNING)
                    .maxResults(2))
            .executions()
            .stream()
            .toList();
    assertThat(running).hasSize(EXECUTIONS);
    assertThat(running.getFirst().name()).as("newest first").isEqualTo("wait-4");
    assertThat(sfn.listStateMachinesPaginator(request -> request.maxResults(1)).stateMachines())
        .extracting(StateMachineListItem::name)
        .contains("waiting");

    var execution = running.getLast().executionArn();
    sfn.stopExecution(
        request -> request.executionArn(execution).error("Enough").cause("Nobody waits that long"));
    var stopped = awaitExecution(execution, found -> found.status() != ExecutionStatus.RUNNING);
    assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(stopped.error()).isEqualTo("Enough");
    assertThat(stopped.cause()).isEqualTo("Nobody waits that long");
  }

  @Test
  void throwsTheExceptionsOfTheService() {
    var machine = create("exceptions", WAITS);
    assertThat(create("exceptions", WAITS)).as("the same again").isEqualTo(machine);
    start(machine, "once");
    assertThatThrownBy(() ->
            sfn.startExecution(
                request -> request.stateMachineArn(machine).name("once").input("{\"other\": 1}")))
        .isInstanceOf(ExecutionAlreadyExistsException.class)
        .hasMessageContaining("Execution Already Exists");
    assertThatThrownBy(() -> sfn.startExecution(request -> request.stateMachineArn(NOWHERE)))
        .isInstanceOf(StateMachineDoesNotExistException.class)
        .hasMessageContaining("State Machine Does Not Exist: '" + NOWHERE + "'");
    assertThatThrownBy(() ->
            sfn.describeExecution(request ->
                request.executionArn(NOWHERE.replace(":stateMachine:", ":execution:") + ":none")))
        .isInstanceOf(ExecutionDoesNotExistException.class);
    assertThatThrownBy(() -> sfn.startExecution(request -> request.stateMachineArn("nonsense")))
        .isInstanceOf(InvalidArnException.class);
    assertThatThrownBy(() -> create("broken", "{\"StartAt\": \"Nowhere\"}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("SCHEMA_VALIDATION_FAILED");
    assertThatThrownBy(() -> create("a name with spaces", WAITS))
        .isInstanceOf(InvalidNameException.class);
  }
}
