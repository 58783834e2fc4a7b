package dev.stepwell.engine.store.contract;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoredExecution;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is stored, as short text for comparison. */
final class StoredText {
  private StoredText() {}

  /** Such as {@code v2 RUNNING "root" {3="scope"}}. */
  static String of(StoredExecution execution) {
    return "v"
        + execution.version()
        + " "
        + execution.status()
        + " \""
        + text(execution.document())
        + "\" "
        + execution.scopes().stream()
            .sorted(Comparator.comparingInt(StoredExecution.ScopeDocument::scopeId))
            .map(scope -> scope.scopeId() + "=\"" + text(scope.document()) + "\"")
            .collect(Collectors.joining(", ", "{", "}"));
  }

  static String load(LaneStore lane, ExecutionId id) {
    return lane.load(List.of(id)).stream().map(StoredText::of).collect(Collectors.joining());
  }

  /** Each chunk by its first and last event, checked against its content. */
  static List<String> history(Collection<HistoryChunk> chunks) {
    return chunks.stream().map(StoredText::chunk).toList();
  }

  static List<String> history(ExecutionStore executions, ExecutionId id) {
    return history(executions.readHistory(id, 1, false, 1_000));
  }

  private static String chunk(HistoryChunk chunk) {
    var range = chunk.firstEventId() + ".." + (chunk.firstEventId() + chunk.count() - 1);
    var isAsWritten =
        text(chunk.events()).equals(range)
            && chunk.mark() == WriteBuilder.markOf(chunk.firstEventId());
    return isAsWritten ? range : range + " holds " + chunk.mark() + " " + text(chunk.events());
  }

  /** The event ids of an activity's waiting tasks. */
  static List<Long> tasks(ExecutionStore executions, String activityArn) {
    return executions.findWaitingTasks(activityArn, 1_000).stream()
        .map(ExecutionStore.WaitingTask::scheduledEventId)
        .toList();
  }

  static List<Integer> allShards() {
    return IntStream.range(0, Shards.COUNT).boxed().toList();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
