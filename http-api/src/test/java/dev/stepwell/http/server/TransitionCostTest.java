package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.ActivityTasks.Task;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.persistence.postgres.PostgresSettings;
import dev.stepwell.persistence.postgres.PostgresStores;
import dev.stepwell.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an execution of five activity tasks costs PostgreSQL when nothing is shared with others: one
 * transaction of one statement for the start and for each task, where a worker waits. Statements
 * are counted in the driver's own log, transactions that wrote by PostgreSQL's ids.
 */
class TransitionCostTest {
  private static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");
  private static final int EXECUTIONS = 20;
  private static final int TASKS = 5;

  /**
   * Not one more for each execution, but some: a hand-over may meet the look into the store that
   * begins with the node, and ids of transactions are counted over all databases of the server.
   */
  private static final int FEW = EXECUTIONS - 1;

  private static final Duration LONG_POLL = Duration.ofSeconds(60);

  /** So that nothing happens at an interval. */
  private static final Duration NEVER = Duration.ofDays(1);

  private static final String CHAIN =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "@", "TimeoutSeconds": 600, "Next": "B"},
        "B": {"Type": "Task", "Resource": "@", "Next": "C"},
        "C": {"Type": "Task", "Resource": "@", "Next": "D"},
        "D": {"Type": "Task", "Resource": "@", "Next": "E"},
        "E": {"Type": "Task", "Resource": "@", "End": true}}}
      """;

  private final TestDatabase database = TestDatabase.create();
  private final PostgresStores stores =
      PostgresStores.open(
          new PostgresSettings(
              database.jdbcUrl(), database.user(), database.password(), 3, "cost"));
  private final Node node =
      new Node(
          Node.Stores.of(stores),
          settings(),
          NEVER,
          ARNS,
          "here",
          new Node.Services(
              CallableServices.OF_AWS,
              (_, _, _, _) ->
                  call -> {
                    throw new IllegalStateException("nobody expects a call: " + call);
                  }));

  private final Logger driver = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
  private final Statements statements = new Statements();

  private static EngineSettings settings() {
    var usual = EngineSettings.defaults(2);
    return new EngineSettings(
        usual.limits(),
        usual.laneSettings(),
        1,
        NEVER,
        NEVER,
        usual.activityPollers(),
        usual.watches(),
        usual.taskWindow(),
        usual.timerCapacity(),
        usual.callsInFlight(),
        usual.expressRuns());
  }

  /**
   * Counts what the driver asks the server to execute for lanes. Others only ask what they remember
   * for a second, or look around at an interval.
   */
  private static final class Statements extends Handler {
    private final AtomicInteger executed = new AtomicInteger();

    @Override
    public void publish(LogRecord message) {
      var text = message.getMessage();
      var isStatement = text.startsWith(" FE=> Execute") || text.startsWith(" FE=> SimpleQuery");
      if (isStatement && Thread.currentThread().getName().startsWith("stepwell-lane")) {
        executed.incrementAndGet();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    statements.setLevel(Level.FINEST);
    driver.setLevel(Level.FINEST);
    driver.setUseParentHandlers(false);
    driver.addHandler(statements);
  }

  @AfterEach
  void close() {
    driver.removeHandler(statements);
    driver.setUseParentHandlers(true);
    driver.setLevel(null);
    node.close();
    stores.close();
    database.close();
  }

  @Test
  void aTaskCostsOneTransactionOfOneStatement() throws Exception {
    var activity = given(node.activities().create("Work", List.of(), null)).activityArn();
    var machine = machine(CHAIN.replace("@", activity));
    run(machine, activity, null);

    var writesBefore = transactionsThatWrote();
    var statementsBefore = statements.executed.get();
    for (var i = 0; i < EXECUTIONS; i++) {
      run(machine, activity, null);
    }
    assertThat(statements.executed.get() - statementsBefore)
        .isBetween(EXECUTIONS * (1 + TASKS), EXECUTIONS * (1 + TASKS) + FEW);
    assertThat(transactionsThatWrote() - writesBefore)
        .isLessThanOrEqualTo(EXECUTIONS * (1 + TASKS) + FEW);
  }

  @Test
  void aNameOfOnesOwnCostsALookup() throws Exception {
    var activity = given(node.activities().create("Work", List.of(), null)).activityArn();
    var machine = machine(CHAIN.replace("@", activity));
    run(machine, activity, "first");

    var statementsBefore = statements.executed.get();
    run(machine, activity, "second");
    assertThat(statements.executed.get() - statementsBefore).isEqualTo(1 + 1 + TASKS);
  }

  private String machine(String definition) {
    var request =
        new StateMachines.CreateRequest(
            "Chain",
            definition,
            "arn:aws:iam::123456789012:role/test",
            "STANDARD",
            null,
            null,
            null,
            List.of(),
            false,
            null);
    return given(node.stateMachines().create(request)).stateMachineArn();
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(var value) -> value;
      case Answer.Refused<T> refused -> throw new AssertionError(refused.toString());
    };
  }

  /** One execution, whose workers wait before there is anything to do. */
  private void run(String machine, String activity, @Nullable String name) throws Exception {
    var handed = new LinkedBlockingQueue<Optional<Task>>();
    for (var i = 0; i < TASKS; i++) {
      openPoll(activity, handed);
    }
    given(node.executions().start(machine, name, "{}", null));
    for (var i = 0; i < TASKS; i++) {
      var task = handed.take().orElseThrow();
      given(node.activityTasks().submit(new Report.Success(task.taskToken(), "{}")).get());
    }
  }

  private void openPoll(String activity, Queue<Optional<Task>> handed) {
    var thread =
        Thread.ofPlatform()
            .daemon()
            .start(() ->
                handed.add(
                    given(node.activityTasks().poll(activity, null, LONG_POLL, () -> true))));
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  private long transactionsThatWrote() throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_current_xact_id()::text::int8")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }
}
