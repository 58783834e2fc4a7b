package dev.stepwell.persistence.postgres;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.codec.ScopeCodec;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.history.HistoryEvent;
import dev.stepwell.engine.history.HistoryWriter;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.contract.WriteBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What people read with SQL, of rows as the engine writes them. */
@TestInstance(Lifecycle.PER_CLASS)
class SqlViewsTest {
  private static final Arns ARNS = new Arns("aws", "eu-central-1", "123456789012");
  private static final String ACTIVITY = ARNS.activity("Work");

  private final StoreDatabase database = new StoreDatabase();

  @BeforeEach
  void start() throws SQLException {
    database.empty();
    database.node().nameAccount(ARNS);
    database.execute(
        """
        insert into state_machine (id, created_at, current_revision, deleting, name, type, attributes)
        values (%d, 0, 1, false, 'Orders', 'STANDARD', '{}')
        """
            .formatted(WriteBuilder.MACHINE));
  }

  @AfterAll
  void close() {
    database.close();
  }

  private void commit(ExecutionWrite... writes) {
    try (LaneStore lane = database.node().executions().openLane()) {
      assertThat(lane.commit(List.of(writes))).hasSize(writes.length);
    }
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  private static ExecutionWrite closed(
      String name, ExecutionStatus status, @Nullable String output, @Nullable String error) {
    var outcome =
        new Outcome(
            status,
            START,
            output == null ? null : Payload.ofText(output),
            error,
            error == null ? null : "because of \0 " + error);
    return WriteBuilder.started(name)
        .document(text(ExecutionCodec.encode(outcome, null)))
        .closed(status)
        .build();
  }

  private static Scope waiting(int id, Waiting waiting) {
    var visit = new Visit("Ship", 1, 2, START, Payload.ofText("{}"), List.of());
    return new Scope(id, id - 1, 0, 3, new Phase.Visiting(visit, waiting), Variables.NONE);
  }

  private static byte[] events(long firstId, EventType type, EventDetails details, Instant at) {
    return HistoryWriter.write(
        List.of(
            new HistoryEvent(firstId, firstId - 1, at, type, details),
            new HistoryEvent(
                firstId + 1,
                firstId,
                at.plusMillis(5),
                EventType.ACTIVITY_STARTED,
                new EventDetails.ActivityStarted("w1"))));
  }

  private void history(String name, long firstEventId, int count, byte[] events)
      throws SQLException {
    var id = WriteBuilder.idOf(name);
    database.execute(
        """
        insert into history (shard, execution_number, first_event_id, event_count, mark, events)
        values (%d, %d, %d, %d, 0, '\\x%s')
        """
            .formatted(
                id.shard(),
                id.number(),
                firstEventId,
                count,
                java.util.HexFormat.of().formatHex(events)));
  }

  @Test
  void executionsHaveTheWordsOfAws() throws SQLException {
    commit(
        WriteBuilder.started("through-7").build(),
        closed("done", ExecutionStatus.SUCCEEDED, "{\"sign\":\"€\", \"nul\":\"\\u0000\"}", null),
        closed("failed", ExecutionStatus.FAILED, null, "E"));

    assertThat(
            database.query(
                """
                select concat_ws(' ', execution_arn, state_machine_arn, state_machine_version_arn,
                                 state_machine_alias_arn)
                  from stepwell_views.execution
                 where name = 'through-7'
                """))
        .containsExactly(
            ARNS.execution("Orders", "through-7")
                + " "
                + ARNS.stateMachine("Orders")
                + " "
                + ARNS.qualified("Orders", "7"));
    assertThat(
            database.query(
                """
                select concat_ws(' | ', status, output, error, cause, stopped_at - started_at)
                  from stepwell_views.execution
                 order by name
                """))
        .containsExactly(
            "SUCCEEDED | {\"sign\":\"€\", \"nul\":\"\\u0000\"} | 00:01:00",
            "FAILED | E | because of \ufffd E | 00:01:00",
            "RUNNING");
    assertThat(
            database.query(
                "select input from stepwell_views.execution where name = 'done' and started_at = '"
                    + START
                    + "'"))
        .containsExactly("{\"name\":\"done\",\"price\":1.10,\"sign\":\"€\"}");
  }

  @Test
  void everyStatusHasItsName() throws SQLException {
    for (var status : ExecutionStatus.values()) {
      commit(closed("n" + status.code(), status, null, null));
    }

    assertThat(database.query("select status from stepwell_views.execution order by name"))
        .containsExactlyElementsOf(
            List.of(ExecutionStatus.values()).stream().map(Enum::name).toList());
  }

  @Test
  void eventsAreThoseOfGetExecutionHistory() throws SQLException {
    commit(WriteBuilder.started("a").build());
    history(
        "a",
        1,
        2,
        events(
            1,
            EventType.TASK_STATE_ENTERED,
            new EventDetails.StateEntered("Ship", Payload.ofText("{\"q\":\"\\u0000\"}")),
            START));
    history(
        "a", 3, 2, events(3, EventType.PARALLEL_STATE_STARTED, EventDetails.None.INSTANCE, START));

    assertThat(
            database.query(
                """
                select concat_ws(' | ', execution_arn, event_id, previous_event_id, type, details)
                  from stepwell_views.history_event
                 order by event_id
                """))
        .containsExactly(
            ARNS.execution("Orders", "a")
                + " | 1 | 0 | TaskStateEntered | {\"name\": \"Ship\","
                + " \"input\": \"{\\\"q\\\":\\\"\\\\u0000\\\"}\", \"inputDetails\": {\"truncated\": false}}",
            ARNS.execution("Orders", "a") + " | 2 | 1 | ActivityStarted | {\"workerName\": \"w1\"}",
            ARNS.execution("Orders", "a") + " | 3 | 2 | ParallelStateStarted",
            ARNS.execution("Orders", "a")
                + " | 4 | 3 | ActivityStarted | {\"workerName\": \"w1\"}");
    assertThat(
            database.query(
                "select event_id from stepwell_views.history_event where timestamp = '"
                    + START.plusMillis(5)
                    + "' order by 1"))
        .containsExactly("2", "4");
  }

  @Test
  void openTasksAreThoseOfEveryScope() throws SQLException {
    var later = START.plusSeconds(60);
    var offered = new Waiting.OnTask(ACTIVITY, 3, 0, null, null, null, null);
    var started = new Waiting.OnTask(ACTIVITY, 3, 4, null, later, 30L, later);
    var call = Waiting.OnCall.byNode(5, null, null);
    var submitted = new Waiting.OnCall(7, 8, null, null, null, null, null, null, null);
    commit(
        WriteBuilder.started("offered")
            .document(text(ScopeCodec.encode(waiting(0, offered))))
            .task(3, ACTIVITY)
            .build(),
        WriteBuilder.started("started")
            .document(text(ScopeCodec.encode(waiting(0, new Waiting.OnScopes(1, 3, 3, 2, null)))))
            .scope(1, text(ScopeCodec.encode(waiting(1, started))))
            .scope(2, text(ScopeCodec.encode(waiting(2, call))))
            .scope(3, text(ScopeCodec.encode(waiting(3, submitted))))
            .build(),
        WriteBuilder.started("asleep")
            .document(text(ScopeCodec.encode(waiting(0, new Waiting.OnTimer(later)))))
            .build());
    history("started", 1, 2, "[{}, {}]".getBytes(StandardCharsets.UTF_8));
    history(
        "started",
        3,
        2,
        events(3, EventType.ACTIVITY_SCHEDULED, EventDetails.None.INSTANCE, later));

    assertThat(
            database.query(
                """
                select concat_ws(' | ', status, activity_arn, execution_arn, state_name,
                                 scheduled_event_id, scheduled_at, started_at, heartbeat_seconds,
                                 timeout_at, heartbeat_at)
                  from stepwell_views.open_task
                 order by scheduled_event_id, status
                """))
        .containsExactly(
            "SCHEDULED | %s | %s | Ship | 3 | 2026-11-22 10:15:30.126+00"
                .formatted(ACTIVITY, ARNS.execution("Orders", "offered")),
            ("STARTED | %s | %s | Ship | 3 | 2026-11-22 10:16:30.123+00 |"
                    + " 2026-11-22 10:16:30.128+00 | 30 | 2026-11-22 10:16:30.123+00 |"
                    + " 2026-11-22 10:16:30.123+00")
                .formatted(ACTIVITY, ARNS.execution("Orders", "started")),
            "STARTED | %s | Ship | 5".formatted(ARNS.execution("Orders", "started")),
            "SUBMITTED | %s | Ship | 7".formatted(ARNS.execution("Orders", "started")));
  }

  @Test
  void aBrokenRowHidesNoOther() throws SQLException {
    commit(
        closed("broken", ExecutionStatus.FAILED, null, "E"),
        closed("sound", ExecutionStatus.FAILED, null, "E"),
        WriteBuilder.started("torn").build());
    database.execute(
        "update execution set input = '\\xff', document = '{\"cut' where name = 'broken'");
    history("broken", 1, 2, "[{\"type\":\"A\"".getBytes(StandardCharsets.UTF_8));
    history(
        "sound", 1, 2, events(1, EventType.PASS_STATE_ENTERED, EventDetails.None.INSTANCE, START));

    assertThat(
            database.query(
                """
                select concat_ws(' ', name, left(input, 1), error)
                  from stepwell_views.execution
                 order by name
                """))
        .containsExactly("broken", "sound { E", "torn {");
    assertThat(
            database.query(
                """
                select concat_ws(' ', substring(execution_arn from '[^:]+$'), event_id, type)
                  from stepwell_views.history_event
                 order by execution_arn, event_id
                """))
        .containsExactly(
            "broken 1", "broken 2", "sound 1 PassStateEntered", "sound 2 ActivityStarted");
    assertThat(database.query("select status from stepwell_views.open_task")).isEmpty();
  }

  @Test
  void anExecutionIsFoundByItsArn() throws SQLException {
    commit(WriteBuilder.started("a").build(), WriteBuilder.started("b").build());
    var find = "select number from stepwell_views.find_execution('%s')";

    assertThat(database.query(find.formatted(ARNS.execution("Orders", "b"))))
        .containsExactly(String.valueOf(WriteBuilder.idOf("b").number()));
    assertThat(
            database.query(
                find.formatted(
                    new Arns("aws", "us-east-1", "123456789012").execution("Orders", "b"))))
        .isEmpty();
  }

  @Test
  void everyShardIsAmongThoseThatTheIndexOfNamesIsAskedFor() throws SQLException {
    database.execute(
        """
        insert into execution (number, version, state_machine_id, started_at, next_event_id,
                               last_event_at, revision, next_scope_id, shard, status, name, input,
                               document)
        select 1, 1, 1, 0, 2, 0, 1, 1, shard, 1, 'n', 'x', 'x' from generate_series(0, %d) shard
        """
            .formatted(Shards.COUNT - 1));

    assertThat(database.query("select count(*) from stepwell_views.execution"))
        .containsExactly(String.valueOf(Shards.COUNT));
  }
}
