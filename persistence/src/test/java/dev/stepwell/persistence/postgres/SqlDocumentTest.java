package dev.stepwell.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * That docs/sql.md tells the truth: its tables of columns, its statements, and how they are run.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SqlDocumentTest {
  private static final Pattern QUERY =
      Pattern.compile("\n\\*\\*(.+?):\\*\\*.*?\n```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ROLE =
      Pattern.compile("```sql\n(create role .*?)```", Pattern.DOTALL);

  /**
   * Rows of an hour ago and of now, many enough that reading all of them costs more than an index.
   */
  private static final String ROWS =
      """
      insert into state_machine (id, created_at, current_revision, deleting, name, type, attributes)
      select i, 0, 1, false, 'Orders' || i, 'STANDARD', '{}' from generate_series(1, 300) i;
      insert into execution (number, version, state_machine_id, started_at, next_event_id,
                             last_event_at, stopped_at, revision, next_scope_id, shard, status,
                             name, input, document)
      select i, 1, 1 + i % 300, (extract(epoch from now()) * 1000)::int8 - i % 7 * 3600000, 5,
             (extract(epoch from now()) * 1000)::int8 - i % 7 * 3600000,
             case when i % 10 > 0 then (extract(epoch from now()) * 1000)::int8 end, 1, 1,
             i % 64, case i % 10 when 0 then 1 when 1 then 3 else 2 end, 'order-' || i, '{}',
             case when i % 10 > 0 then '{"v":2,"error":"E"}'
                  else convert_to('{"v":2,"visiting":"Work","task":{"activity":"arn:Work","scheduled":3}}', 'UTF8')
              end
        from generate_series(1, 20000) i;
      insert into history
      select number, e * 2 - 1, 0, 2, shard,
             convert_to('[{"timestamp":1795342530.000,"type":"PassStateEntered","id":1,"previousEventId":0,'
                        || '"stateEnteredEventDetails":{"name":"S' || e || '"}},'
                        || '{"timestamp":1795342530.' || e || '00,"type":"PassStateExited","id":2,'
                        || '"previousEventId":1,"stateExitedEventDetails":{"name":"S' || e || '"}}]', 'UTF8')
        from execution, generate_series(1, 3) e;
      insert into scope select number, 1, shard, '{"v":2,"finished":"1"}' from execution;
      insert into task select number, 3, started_at, shard, 'arn:Work' from execution where status = 1;
      analyze;
      """;

  private final TestDatabase database = TestDatabase.create();
  private final String document = read();

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "sql.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  void fill() throws SQLException {
    try (var stores = PostgresStores.open(StoreDatabase.settings(database, "views"))) {
      stores.nameAccount(new Arns("aws", "us-east-1", "123456789012"));
    }
    execute(ROWS);
  }

  @AfterAll
  void drop() {
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    try (var connection = database.connect()) {
      return query(connection, sql);
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    return Statements.query(connection, sql, _ -> {}, row -> row.getString(1));
  }

  @Test
  void columnsAreThoseThatTheDatabaseDescribes() throws SQLException {
    for (var view : List.of("execution", "history_event", "open_task")) {
      var rows =
          query(
              """
              select '| ' || attname || ' | ' || format_type(atttypid, atttypmod) || ' | '
                     || col_description(attrelid, attnum) || ' |'
                from pg_attribute
               where attrelid = 'stepwell_views.%s'::regclass
               order by attnum
              """
                  .formatted(view));
      assertThat(rows).doesNotContainNull().isNotEmpty();
      var about =
          query("select obj_description('stepwell_views.%s'::regclass)".formatted(view)).getFirst();
      assertThat(document)
          .contains(
              "## stepwell_views.%s\n\n%s.\n\n| column | type | |\n|---|---|---|\n%s\n\n"
                  .formatted(view, about, String.join("\n", rows)));
    }
    assertThat(
            query(
                "select relname from pg_class where relnamespace = 'stepwell_views'::regnamespace"))
        .containsExactlyInAnyOrder("execution", "history_event", "open_task");
  }

  @TestFactory
  List<DynamicTest> queriesFindSomething() {
    var queries =
        QUERY
            .matcher(document)
            .results()
            .map(found ->
                DynamicTest.dynamicTest(
                    found.group(1), () -> assertThat(query(found.group(2))).isNotEmpty()))
            .toList();
    assertThat(queries).hasSize(7);
    return queries;
  }

  @Test
  void readerOfTheViewsSeesThemAndNothingElse() throws SQLException {
    var statements = ROLE.matcher(document);
    assertThat(statements.find()).isTrue();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false); // roles belong to the server, not to this database
      statement.execute(statements.group(1));
      statement.execute("set local role stepwell_reader");
      for (var found : QUERY.matcher(document).results().toList()) {
        assertThat(query(connection, found.group(2))).isNotEmpty();
      }
      assertThatThrownBy(() -> query(connection, "select 1 from cluster"))
          .hasMessageContaining("permission denied for table cluster");
      connection.rollback();
    }
  }

  @Test
  void keysAndArnsReadNoWholeTable() throws SQLException {
    var key =
        "(select shard, number from stepwell_views.find_execution('%s'))"
            .formatted("arn:aws:states:us-east-1:123456789012:execution:Orders12:order-311");
    for (var view : List.of("execution", "history_event", "open_task")) {
      for (var where :
          List.of("where shard = 55 and number = 311", "where (shard, number) = " + key)) {
        assertIndexed("select * from stepwell_views." + view + " " + where);
      }
    }
    assertIndexed(
        "select * from stepwell_views.execution"
            + " where state_machine_name = 'Orders12' and name = 'order-311'");
  }

  /** Tables of executions only: that of the account has one row, and may be read as it is. */
  private void assertIndexed(String sql) throws SQLException {
    var plan = String.join("\n", query("explain " + sql));
    assertThat(plan)
        .as(sql)
        .contains("Index Scan")
        .doesNotContainPattern("Seq Scan on (execution|history|scope|task)");
  }
}
