package dev.stepwell.engine.service;

import dev.stepwell.engine.live.ExecutionWatch;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one execution as they come, each once and in order, whichever node writes them.
 * They are read from the store when they are asked for: a slow reader costs no memory. For one
 * thread.
 */
public final class EventStream implements AutoCloseable {
  /** Events handed out at once have no more bytes, but for the first of them. */
  private static final int MAX_BYTES = 64 * 1024;

  /** What one look at the store asks for: chunks are whole, and each may be long. */
  private static final int EVENTS_PER_READ = 16;

  private final ExecutionStore store;
  private final ExecutionWatch watch;
  private long nextEventId;

  EventStream(ExecutionStore store, ExecutionWatch watch, long afterEventId) {
    this.store = store;
    this.watch = watch;
    this.nextEventId = afterEventId + 1;
  }

  /**
   * One event of the history.
   *
   * @param json UTF-8, as GetExecutionHistory has it
   */
  public record Event(long id, String type, byte[] json) {}

  /** What is to be told. */
  public sealed interface Next {
    record Events(List<Event> events) implements Next {}

    /** Nothing has happened. */
    record Nothing() implements Next {}

    /** The execution is closed, and all of its events have been told. */
    record Closed(ExecutionStatus status) implements Next {}

    /** This node tells no more: it stops, or the execution has been removed. */
    record Over() implements Next {}
  }

  /** What comes next; waits for it, but not for longer than that. */
  public Next next(Duration patience) {
    var now = look();
    if (now instanceof Next.Nothing) {
      watch.await(patience);
      return look();
    }
    return now;
  }

  private Next look() {
    var progress = watch.latest();
    if (watch.isEnded() || progress == null) {
      return new Next.Over();
    }
    if (progress.lastEventId() >= nextEventId) {
      return read();
    }
    return progress.status().isClosed() ? new Next.Closed(progress.status()) : new Next.Nothing();
  }

  private Next read() {
    var chunks = store.readHistory(watch.id(), nextEventId, false, EVENTS_PER_READ);
    var texts = HistoryPages.upTo(chunks, nextEventId, MAX_BYTES);
    if (texts.isEmpty()) {
      return new Next.Over(); // removed since
    }
    var events = new ArrayList<Event>(texts.size());
    for (var text : texts) {
      events.add(new Event(nextEventId++, HistoryPages.head(text).type(), text));
    }
    return new Next.Events(events);
  }

  @Override
  public void close() {
    watch.close();
  }
}
