package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.ExecutionWrite.OpenTask;
import dev.stepwell.persistence.postgres.CommitShape.Part;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Tasks that wait for a poller; one that the same write removes waits no longer, so it is not among
 * them.
 */
final class TasksAdded extends Slices {
  private final List<OpenTask> tasks;

  private TasksAdded(int[] counts, List<OpenTask> tasks) {
    super(Part.TASKS_ADDED, counts);
    this.tasks = tasks;
  }

  static TasksAdded of(List<ExecutionWrite> writes) {
    var kept = writes.stream().map(TasksAdded::kept).toList();
    return new TasksAdded(
        kept.stream().mapToInt(List::size).toArray(), kept.stream().flatMap(List::stream).toList());
  }

  private static List<OpenTask> kept(ExecutionWrite write) {
    if (write.tasksRemoved().length == 0) {
      return write.tasksAdded();
    }
    var removed = write.tasksRemoved().clone();
    Arrays.sort(removed);
    return write.tasksAdded().stream()
        .filter(task -> Arrays.binarySearch(removed, task.scheduledEventId()) < 0)
        .toList();
  }

  @Override
  void bind(Parameters parameters) throws SQLException {
    var arns = new Contents(size());
    tasks.forEach(task -> arns.add(task.queue().getBytes(StandardCharsets.UTF_8)));
    parameters.int8s(tasks.stream().mapToLong(OpenTask::scheduledEventId).toArray());
    arns.bind(parameters);
    parameters.int8s(tasks.stream().mapToLong(task -> task.scheduledAt().toEpochMilli()).toArray());
  }
}
