package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.store.FunctionStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions and their logs. */
final class PostgresFunctionStore implements FunctionStore {
  private static final String RUNTIME = "runtime";
  private static final String INVOKE = "invoke";
  private static final String URL = "url";

  private static final String SELECT_LOG =
      """
      select scheduled_event_id, function, printed_at, is_cut, printed
        from function_log
       where shard = ? and execution_number = ?
      """;

  private final Database database;

  PostgresFunctionStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(RegisteredFunction function) {
    database.update(
        """
        insert into lambda_function (name, target, url, timeout_seconds)
        values (?, ?, ?, ?)
        on conflict (name) do update
           set target = excluded.target,
               url = excluded.url,
               timeout_seconds = excluded.timeout_seconds
        """,
        p ->
            p.text(function.name())
                .text(kind(function.target()))
                .text(url(function.target()))
                .int4(Math.toIntExact(function.timeout().toSeconds())));
  }

  private static String kind(FunctionTarget target) {
    return switch (target) {
      case FunctionTarget.RuntimeApi() -> RUNTIME;
      case FunctionTarget.InvokeApi _ -> INVOKE;
      case FunctionTarget.PlainUrl _ -> URL;
    };
  }

  private static @Nullable String url(FunctionTarget target) {
    return switch (target) {
      case FunctionTarget.RuntimeApi() -> null;
      case FunctionTarget.InvokeApi(var endpoint) -> endpoint.toString();
      case FunctionTarget.PlainUrl(var url) -> url.toString();
    };
  }

  @Override
  public boolean remove(String name) {
    return database.update("delete from lambda_function where name = ?", p -> p.text(name)) == 1;
  }

  @Override
  public List<RegisteredFunction> list() {
    return database.query(
        "select name, target, url, timeout_seconds from lambda_function order by name",
        p -> {},
        PostgresFunctionStore::read);
  }

  private static RegisteredFunction read(ResultSet row) throws SQLException {
    return new RegisteredFunction(
        row.getString(1),
        target(row.getString(2), row.getString(3)),
        Duration.ofSeconds(row.getInt(4)));
  }

  private static FunctionTarget target(String kind, @Nullable String url) {
    return switch (kind) {
      case RUNTIME -> new FunctionTarget.RuntimeApi();
      case INVOKE -> new FunctionTarget.InvokeApi(URI.create(url));
      case URL -> new FunctionTarget.PlainUrl(URI.create(url));
      default -> throw new IllegalStateException("an unknown target of a function: " + kind);
    };
  }

  @Override
  public void putLog(Log log) {
    database.update(
        """
        insert into function_log
          (shard, execution_number, scheduled_event_id, function, printed_at, is_cut, printed)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (shard, execution_number, scheduled_event_id) do update
           set function = excluded.function,
               printed_at = excluded.printed_at,
               is_cut = excluded.is_cut,
               printed = excluded.printed
        """,
        p ->
            p.int2(log.executionId().shard())
                .int8(log.executionId().number())
                .int8(log.scheduledEventId())
                .text(log.function())
                .millis(log.at())
                .bool(log.isCut())
                .bytea(log.text().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Optional<Log> findLog(ExecutionId executionId, long scheduledEventId) {
    return database.queryOne(
        SELECT_LOG + " and scheduled_event_id = ?",
        p -> p.int2(executionId.shard()).int8(executionId.number()).int8(scheduledEventId),
        row -> log(executionId, row));
  }

  @Override
  public List<Log> listLogs(ExecutionId executionId, long afterScheduledEventId, int limit) {
    return database.query(
        SELECT_LOG + " and scheduled_event_id > ? order by scheduled_event_id limit ?",
        p ->
            p.int2(executionId.shard())
                .int8(executionId.number())
                .int8(afterScheduledEventId)
                .int4(limit),
        row -> log(executionId, row));
  }

  private static Log log(ExecutionId executionId, ResultSet row) throws SQLException {
    return new Log(
        executionId,
        row.getLong(1),
        row.getString(2),
        instant(row, 3),
        row.getBoolean(4),
        new String(row.getBytes(5), StandardCharsets.UTF_8));
  }
}
