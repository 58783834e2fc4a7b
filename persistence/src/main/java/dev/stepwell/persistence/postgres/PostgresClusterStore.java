package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;

import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.NodeLoad;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What the nodes on one database know of each other. Ages are measured by the database's clock
 * alone.
 */
final class PostgresClusterStore implements ClusterStore {
  private static final int SECRET_BYTES = 32;

  private final PostgresSettings settings;
  private final Database database;

  /** Marks this process's hints, which the server hands to its own listener too. */
  private final String sender = UUID.randomUUID().toString();

  PostgresClusterStore(PostgresSettings settings, Database database) {
    this.settings = settings;
    this.database = database;
  }

  @Override
  public byte[] tokenSecret() {
    var proposed = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(proposed);
    database.update(
        "insert into cluster (id, token_secret) values (1, ?) on conflict (id) do nothing",
        p -> p.bytea(proposed));
    return database
        .queryOne("select token_secret from cluster where id = 1", _ -> {}, row -> row.getBytes(1))
        .orElseThrow();
  }

  @Override
  public void heartbeat(String nodeId, String address, Instant startedAt, NodeLoad load) {
    database.update(
        """
        insert into node (node_id, address, started_at, heartbeat_at, commands_queued,
                          executions_cached, commits, commits_per_second, calls_in_flight,
                          open_polls)
        values (?, ?, ?, %s, ?, ?, ?, ?, ?, ?)
        on conflict (node_id) do update
           set address = excluded.address, heartbeat_at = excluded.heartbeat_at,
               commands_queued = excluded.commands_queued,
               executions_cached = excluded.executions_cached, commits = excluded.commits,
               commits_per_second = excluded.commits_per_second,
               calls_in_flight = excluded.calls_in_flight, open_polls = excluded.open_polls
        """
            .formatted(Database.NOW_MILLIS),
        p ->
            p.text(nodeId)
                .text(address)
                .millis(startedAt)
                .int4(load.commandsQueued())
                .int4(load.executionsCached())
                .int8(load.commits())
                .int4(load.commitsPerSecond())
                .int4(load.callsInFlight())
                .int4(load.openPolls()));
  }

  @Override
  public List<Node> liveNodes(Duration maxAge) {
    return database.query(
        """
        select node_id, address, started_at, heartbeat_at, %1$s - heartbeat_at, commands_queued,
               executions_cached, commits, commits_per_second, calls_in_flight, open_polls
          from node
         where heartbeat_at > %1$s - ?
         order by node_id
        """
            .formatted(Database.NOW_MILLIS),
        p -> p.int8(maxAge.toMillis()),
        row ->
            new Node(
                row.getString(1),
                row.getString(2),
                instant(row, 3),
                instant(row, 4),
                Duration.ofMillis(row.getLong(5)),
                new NodeLoad(
                    row.getInt(6),
                    row.getInt(7),
                    row.getLong(8),
                    row.getInt(9),
                    row.getInt(10),
                    row.getInt(11))));
  }

  @Override
  public void leave(String nodeId, Duration maxAge) {
    database.update(
        "delete from node where node_id = ? or heartbeat_at < " + Database.NOW_MILLIS + " - ?",
        p -> p.text(nodeId).int8(maxAge.toMillis()));
  }

  @Override
  public void announceTasks(Set<String> activityArns) {
    if (activityArns.isEmpty()) {
      return;
    }
    var payloads = TaskHints.encode(sender, activityArns).toArray(String[]::new);
    database.query(
        "select pg_notify(?, payload) from unnest(?::text[]) as u (payload)",
        p -> p.text(TaskHints.CHANNEL).texts(payloads),
        _ -> true);
  }

  @Override
  public AutoCloseable listen(Consumer<String> listener) {
    return new TaskHintListener(settings, sender, listener);
  }
}
