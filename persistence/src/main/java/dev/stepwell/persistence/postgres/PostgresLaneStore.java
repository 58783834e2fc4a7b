package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.store.StoredExecution.ScopeDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One lane's door, over its own connection. */
final class PostgresLaneStore implements LaneStore {
  /** One statement sees one moment: an execution never comes with the scopes of another version. */
  static final String LOAD =
      """
      select %s, null::int4
        from unnest(?::int2[], ?::int8[]) as u (shard, number)
        join execution e on e.shard = u.shard and e.number = u.number
      union all
      select s.shard, s.execution_number, null, null, null, null, null, null, null, null, null,
             null, null, null, null, s.document, null, null, null, null, null, null, null, null,
             s.scope_id
        from unnest(?::int2[], ?::int8[]) as u (shard, number)
        join scope s on s.shard = u.shard and s.execution_number = u.number
      """
          .formatted(ExecutionRows.COLUMNS);

  static final String FIND_BY_NAME =
      """
      select %s
        from unnest(?::int2[], ?::int8[], ?::text[]) as u (shard, state_machine_id, name)
        join execution e
          on e.shard = u.shard and e.state_machine_id = u.state_machine_id and e.name = u.name
      """
          .formatted(ExecutionRows.COLUMNS);

  private static final int DOCUMENT_COLUMN = 16;
  private static final int SCOPE_ID_COLUMN = 25;

  private final LaneConnection lane;

  PostgresLaneStore(LaneConnection lane) {
    this.lane = lane;
  }

  @Override
  public List<StoredExecution> load(Collection<ExecutionId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var distinct = List.copyOf(new LinkedHashSet<>(ids));
    var shards = shards(distinct.stream().mapToInt(ExecutionId::shard).toArray());
    var numbers = distinct.stream().mapToLong(ExecutionId::number).toArray();
    var scopes = new HashMap<ExecutionId, List<ScopeDocument>>();
    return lane
        .read(connection ->
            Statements.query(
                connection,
                LOAD,
                p -> p.int2s(shards).int8s(numbers).int2s(shards).int8s(numbers),
                row -> readExecutionOrScope(row, scopes)))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Scopes are gathered aside, in the lists that their executions hold. */
  private static List<StoredExecution> readExecutionOrScope(
      ResultSet row, Map<ExecutionId, List<ScopeDocument>> scopes) throws SQLException {
    var gathered = scopes.computeIfAbsent(ExecutionRows.id(row), _ -> new ArrayList<>());
    var scopeId = row.getInt(SCOPE_ID_COLUMN);
    if (row.wasNull()) {
      return List.of(ExecutionRows.read(row, Collections.unmodifiableList(gathered)));
    }
    gathered.add(new ScopeDocument(scopeId, row.getBytes(DOCUMENT_COLUMN)));
    return List.of();
  }

  @Override
  public List<StoredExecution> findByName(Collection<ExecutionName> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    var distinct = List.copyOf(new LinkedHashSet<>(names));
    var shards = shards(distinct.stream().mapToInt(ExecutionName::shard).toArray());
    var machines = distinct.stream().mapToLong(ExecutionName::stateMachineId).toArray();
    var texts = distinct.stream().map(ExecutionName::name).toArray(String[]::new);
    return lane.read(connection ->
        Statements.query(
            connection,
            FIND_BY_NAME,
            p -> p.int2s(shards).int8s(machines).texts(texts),
            row -> ExecutionRows.read(row, List.of())));
  }

  @Override
  public Set<ExecutionId> commit(List<ExecutionWrite> writes) {
    if (writes.isEmpty()) {
      return Set.of();
    }
    var batch = new CommitBatch(writes);
    var moved =
        lane.write(connection ->
            Statements.query(connection, batch.sql(), batch::bind, ExecutionRows::id));
    var written = new HashSet<>(moved);
    return batch.insertedIds().collect(Collectors.toCollection(() -> written));
  }

  @Override
  public void endLostCommit() {
    lane.endLostSession();
  }

  private static short[] shards(int[] shards) {
    var result = new short[shards.length];
    for (var i = 0; i < shards.length; i++) {
      result[i] = (short) shards[i];
    }
    return result;
  }

  @Override
  public void close() {
    lane.close();
  }
}
