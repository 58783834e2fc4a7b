package dev.stepwell.engine.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Starts that wait. State machines take turns, each machine's own starts keep their order: a flood
 * of one machine delays a start of another by one round. Not safe for threads.
 */
final class StartLine {
  private final int capacity;
  // By state machine; whose turn is next comes first.
  private final SequencedMap<Long, Deque<Submission.Start>> waiting = new LinkedHashMap<>();
  private int size;

  /**
   * An empty line.
   *
   * @param capacity starts that may wait before machines are held to their shares
   */
  StartLine(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Whether a start from outside may join: in a full line only where its machine has less than its
   * share, and never more than double the capacity.
   */
  boolean hasRoomFor(Submission.Start start) {
    if (size < capacity) {
      return true;
    }
    var own = waiting.get(machine(start));
    return size < 2 * capacity && (own == null || own.size() < capacity / waiting.size());
  }

  void addLast(Submission.Start start) {
    lineOf(start).addLast(start);
    size++;
  }

  /** Before everything else. */
  void addFirst(Submission.Start start) {
    var line = lineOf(start);
    line.addFirst(start);
    waiting.putFirst(machine(start), line);
    size++;
  }

  private Deque<Submission.Start> lineOf(Submission.Start start) {
    return waiting.computeIfAbsent(machine(start), _ -> new ArrayDeque<>());
  }

  /** The next start of a line that is not empty. */
  Submission.Start removeFirst() {
    var next = waiting.pollFirstEntry();
    var line = next.getValue();
    var start = line.removeFirst();
    if (!line.isEmpty()) {
      waiting.putLast(next.getKey(), line);
    }
    size--;
    return start;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  private static long machine(Submission.Start start) {
    return start.header().stateMachine().stateMachineId();
  }
}
