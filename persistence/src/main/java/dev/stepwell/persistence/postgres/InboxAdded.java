package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.ExecutionStore.InboxEntry;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.persistence.postgres.CommitShape.Part;
import java.sql.SQLException;
import java.util.List;

/** Commands for other executions, whose shards may be others than the writer's. */
final class InboxAdded extends Slices {
  private final List<InboxEntry> entries;

  private InboxAdded(int[] counts, List<InboxEntry> entries) {
    super(Part.INBOX_ADDED, counts);
    this.entries = entries;
  }

  static InboxAdded of(List<ExecutionWrite> writes) {
    return new InboxAdded(
        writes.stream().mapToInt(write -> write.inboxAdded().size()).toArray(),
        writes.stream().flatMap(write -> write.inboxAdded().stream()).toList());
  }

  @Override
  void bind(Parameters parameters) throws SQLException {
    var commands = new Contents(size());
    var shards = new short[entries.size()];
    for (var i = 0; i < shards.length; i++) {
      shards[i] = (short) entries.get(i).target().shard();
      commands.add(entries.get(i).command());
    }
    parameters
        .int2s(shards)
        .int8s(entries.stream().mapToLong(entry -> entry.target().number()).toArray())
        .int8s(entries.stream().mapToLong(InboxEntry::inboxId).toArray());
    commands.bind(parameters);
  }
}
