package dev.stepwell.engine.service;

import dev.stepwell.engine.live.MachineWatch;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionStore.Milestone;
import dev.stepwell.engine.store.ExecutionStore.MilestonePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Starts, ends and redrives of one machine's executions, each once, in an order that is the same
 * for every reader on every node: that of the transactions that wrote them. A reader lags behind
 * the oldest transaction that is still being written, so that none can come before what was told.
 * For one thread.
 */
public final class MachineStream implements AutoCloseable {
  /** Transactions per look at the store; each may hold a long step of an execution. */
  private static final int READ = 16;

  private final ExecutionStore store;
  private final MachineWatch watch;
  private final UnaryOperator<String> arnOfName;
  private Position position;
  private MilestonePosition readUntil;

  MachineStream(
      ExecutionStore store,
      MachineWatch watch,
      UnaryOperator<String> arnOfName,
      Position position) {
    this.store = store;
    this.watch = watch;
    this.arnOfName = arnOfName;
    this.position = position;
    // Of the transaction that the reader was cut off in, there may be more.
    var id = position.id();
    this.readUntil =
        new MilestonePosition(position.transaction(), new ExecutionId(id.shard(), id.number() - 1));
  }

  /**
   * After which event a reader goes on.
   *
   * @param eventId within the execution, among the events of that transaction
   */
  public record Position(long transaction, ExecutionId id, long eventId) {

    /** Before everything that was written by that transaction or later ones. */
    static Position before(long transaction) {
      return new Position(transaction, new ExecutionId(0, 0), 0);
    }

    /** Reads the text of a position; empty where it is none. */
    public static Optional<Position> parse(String text) {
      var parts = text.split("\\.", -1);
      try {
        return parts.length == 4
            ? Optional.of(
                new Position(
                    Long.parseLong(parts[0]),
                    new ExecutionId(Integer.parseInt(parts[1]), Long.parseLong(parts[2])),
                    Long.parseLong(parts[3])))
            : Optional.empty();
      } catch (IllegalArgumentException notOne) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return transaction + "." + id.shard() + "." + id.number() + "." + eventId;
    }
  }

  /**
   * What became of an execution.
   *
   * @param position after it
   * @param type of the history event, such as ExecutionStarted
   */
  public record Event(
      Position position,
      String executionArn,
      String executionName,
      String type,
      Instant timestamp) {}

  /** Where the reader is. */
  public Position position() {
    return position;
  }

  /** Whether nothing more will be told: the node stops. */
  public boolean isOver() {
    return watch.isEnded();
  }

  /** The next events; waits for them, but not for longer than that, and tells none then. */
  public List<Event> next(Duration patience) {
    var now = read();
    if (now.isEmpty() && !isOver()) {
      watch.await(patience);
      return read();
    }
    return now;
  }

  private List<Event> read() {
    var events = new ArrayList<Event>();
    while (events.isEmpty() && !watch.isEnded() && watch.takeNews()) {
      var found = store.milestones(watch.stateMachineId(), readUntil, READ);
      found.forEach(milestone -> add(milestone, events));
      if (!found.isEmpty()) {
        watch.putNews(); // perhaps there is more
      }
    }
    return events;
  }

  private void add(Milestone milestone, List<Event> events) {
    var at = milestone.position();
    readUntil = at;
    var isTold = position.transaction() == at.transaction() && position.id().equals(at.id());
    var told = isTold ? position.eventId() : 0;
    for (var event : HistoryPages.milestones(milestone.chunk())) {
      if (event.id() > told) {
        position = new Position(at.transaction(), at.id(), event.id());
        events.add(
            new Event(
                position,
                arnOfName.apply(milestone.executionName()),
                milestone.executionName(),
                event.type(),
                event.timestamp()));
      }
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
