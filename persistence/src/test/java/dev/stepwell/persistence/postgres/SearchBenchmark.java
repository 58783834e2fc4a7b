package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ExecutionFilter;
import dev.stepwell.engine.service.ExecutionSearch;
import dev.stepwell.engine.store.ExecutionStore.Listing;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.SearchStore.Range;
import dev.stepwell.engine.store.SearchStore.Wanted;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.persistence.postgres.PostgresSearchStore.Table;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How long pages take among a million closed executions of fifty machines, of which one has three
 * quarters: a hundred pages of each kind, from the newest on, of 100 entries where callers are
 * people and 1,000 where they are programs. {@code mvn test -pl persistence -am
 * -Dtest=SearchBenchmark -Dsurefire.failIfNoSpecifiedTests=false}, with {@code
 * -Dstepwell.executions=N} for another number.
 */
class SearchBenchmark {
  private static final int MACHINES = 50;
  private static final int PAGES = 100;
  private static final int LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;
  private static final long FIRST_START = 1_700_000_000_000L;
  private static final int MILLIS_APART = 10;

  private static final ExecutionFilter ANY =
      new ExecutionFilter(null, null, null, null, null, null, null, null, null);

  private final StoreDatabase database = new StoreDatabase();
  private final Arns arns = new Arns("aws", "us-east-1", "123456789012");
  private final int executions = Integer.getInteger("stepwell.executions", 1_000_000);

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void pages() throws SQLException {
    fill();
    search();
    list();
    histories();
    plans();
  }

  /** What the pages above are read by, carried out for a page in the middle. */
  private void plans() throws SQLException {
    var middle = String.valueOf(FIRST_START + (long) executions / 2 * MILLIS_APART);
    var end = String.valueOf(Long.MAX_VALUE);
    var page = new Position(Instant.EPOCH, new ExecutionId(1, 1));
    var half = String.valueOf(executions / 2);
    var shard = String.valueOf(executions / 2 % Shards.COUNT);
    plan(
        "ListExecutions",
        PostgresExecutionStore.listing(new Listing(0, null, null, null), page),
        List.of("0", middle, middle, "1", "1", "1001"));
    plan(
        "ListExecutions FAILED",
        PostgresExecutionStore.listing(new Listing(0, ExecutionStatus.FAILED, null, null), page),
        List.of("0", middle, middle, "1", "1", "1001"));
    var range = new Range(null, null, null, Instant.EPOCH, Instant.EPOCH);
    plan(
        "places of a search in three machines",
        PostgresSearchStore.places(Table.EXECUTION, range, page),
        List.of("'{0,17,28}'", "0", end, middle, middle, "1", "1", "1024"));
    var bytes = new byte[] {1};
    plan(
        "candidates of a search",
        PostgresSearchStore.candidates(
            Table.EXECUTION, new Wanted(null, null, null, bytes, bytes, null)),
        List.of(
            "'nowhere'",
            array(number -> number % Shards.COUNT),
            array(number -> number),
            "'nowhere'",
            "'nowhere'"));
    plan(
        "GetExecutionHistory",
        PostgresExecutionStore.READ_HISTORY,
        List.of(shard, half, "1001", "0", shard, half, "1"));
  }

  /** Of as many executions as a search looks at together. */
  private static String array(IntUnaryOperator element) {
    return IntStream.rangeClosed(1, 1_024)
        .map(element)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "'{", "}'"));
  }

  private void plan(String name, String sql, List<String> values) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      // As the driver gets it, which prepares a statement once; the values would fill the page.
      statement.execute("set plan_cache_mode = force_generic_plan");
      System.out.println(name);
      Plans.explain(connection, "(analyze, buffers, timing off)", sql, values)
          .lines()
          .forEach(line -> System.out.println("  " + line));
    }
  }

  /** One of a hundred has failed. */
  private String rows() {
    return """
    insert into execution (
      number, version, state_machine_id, started_at, next_event_id, last_event_at, stopped_at,
      revision, next_scope_id, shard, status, name, input, document)
    select i, 1, case when i %% 10 < 7 then 0 else i %% %1$d end, %2$d + i * %3$d, 5,
           %2$d + i * %3$d, %2$d + i * %3$d + 50, 1, 1, i %% 64,
           case when i %% 100 = 0 then 3 else 2 end, 'n' || i,
           convert_to('{"order":"o-' || i || '","customer":"' || md5(i::text) || '","pad":"'
                      || repeat('x', 150) || '"}', 'UTF8'),
           convert_to(case when i %% 100 = 0
                           then '{"v":1,"error":"E' || i %% 7 || '","cause":"failed"}'
                           else '{"v":1,"output":"{\\"done\\":' || i || '}"}' end, 'UTF8')
      from generate_series(1, %4$d) i
    """
        .formatted(MACHINES, FIRST_START, MILLIS_APART, executions);
  }

  private void fill() throws SQLException {
    database.empty();
    for (var id = 0; id < MACHINES; id++) {
      var now = Instant.EPOCH;
      var machine = new Machine(id, "m" + id, "STANDARD", false, now, "{\"tags\":[]}", 1, 0, 0);
      var definition = "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Succeed\"}}}";
      var revision = new Revision(new RevisionKey(id, 1), null, definition, "role", "{}", now);
      database.node().stateMachines().create(machine, revision, null);
    }
    database.execute(rows());
    database.execute(
        """
        insert into history (shard, execution_number, first_event_id, event_count, mark, events)
        select shard, number, 1, 4, 0, convert_to('[' || repeat('{"id":1},', 99) || '{}]', 'UTF8')
          from execution
        """);
    database.execute("vacuum analyze execution");
    database.execute("vacuum analyze history");
  }

  private Map<String, ExecutionFilter> filters() {
    var filters = new LinkedHashMap<String, ExecutionFilter>();
    filters.put("all", ANY);
    filters.put("machine", filter(arns.stateMachine("m0"), null, null));
    filters.put("status FAILED", ANY.withStatus(ExecutionStatus.FAILED));
    filters.put("status SUCCEEDED", ANY.withStatus(ExecutionStatus.SUCCEEDED));
    filters.put("status RUNNING", ANY.withStatus(ExecutionStatus.RUNNING));
    filters.put("error", filter(null, "E3", null));
    filters.put("search, all have it", filter(null, null, "customer"));
    filters.put("search, none has it", filter(null, null, "nowhere"));
    var span = (long) executions * MILLIS_APART;
    var from = Instant.ofEpochMilli(FIRST_START + span / 4);
    var end = Instant.ofEpochMilli(FIRST_START + span / 2);
    filters.put(
        "started between",
        new ExecutionFilter(null, null, from, end, null, null, null, null, null));
    filters.put(
        "stopped between",
        new ExecutionFilter(null, null, null, null, from, end, null, null, null));
    return filters;
  }

  private static ExecutionFilter filter(
      @Nullable String stateMachineArn, @Nullable String error, @Nullable String search) {
    return new ExecutionFilter(stateMachineArn, null, null, null, null, null, null, error, search);
  }

  /** One page after the other. */
  private interface Pages {
    /** Reads the next one. @return how many executions or events it looked at */
    int next();
  }

  private static void measure(String name, Pages pages) {
    var micros = new long[PAGES];
    var lookedAt = 0L;
    for (var page = 0; page < PAGES; page++) {
      var begin = System.nanoTime();
      lookedAt += pages.next();
      micros[page] = (System.nanoTime() - begin) / 1_000;
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%-28s p50 %5.1f ms  p99 %5.1f ms  longest %5.1f ms  looked at %d a page%n",
        name,
        micros[PAGES / 2] / 1e3,
        micros[PAGES - 2] / 1e3,
        micros[PAGES - 1] / 1e3,
        lookedAt / PAGES);
  }

  private void search() {
    var stores = database.node();
    var clock = Clock.systemUTC();
    var machines = new MachineCatalog(stores.stateMachines(), stores.versions(), arns, clock);
    var search =
        new ExecutionSearch(
            stores.search(),
            stores.stateMachines(),
            machines,
            arns,
            (machine, execution) -> arns.execution(machine, execution.name()),
            clock);
    filters()
        .forEach((name, filter) -> {
          var after = new AtomicReference<@Nullable Position>();
          measure(
              name,
              () -> {
                if (!(search.find(filter, after.get(), LIMIT)
                    instanceof Answer.Given<ExecutionSearch.Page>(var page))) {
                  throw new IllegalStateException("refused: " + name);
                }
                after.set(page.next());
                return page.lookedAt();
              });
        });
  }

  private void list() {
    for (var status : new @Nullable ExecutionStatus[] {null, ExecutionStatus.FAILED}) {
      var listing = new Listing(0, status, null, null);
      var after = new AtomicReference<@Nullable Position>();
      measure(
          "ListExecutions" + (status == null ? "" : " " + status),
          () -> {
            var page = database.node().executions().list(listing, after.get(), LARGEST_LIMIT);
            after.set(page.isEmpty() ? null : page.getLast().position());
            return page.size();
          });
    }
  }

  private void histories() {
    var random = new Random(1);
    measure(
        "GetExecutionHistory",
        () -> {
          var number = 1 + random.nextInt(executions);
          var id = new ExecutionId(number % Shards.COUNT, number);
          return database.node().executions().readHistory(id, 1, false, LARGEST_LIMIT).size();
        });
  }
}
