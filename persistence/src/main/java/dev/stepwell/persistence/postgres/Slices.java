package dev.stepwell.persistence.postgres;

import dev.stepwell.persistence.postgres.CommitShape.Part;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Rows of one kind for a whole batch, one after the other, and which of them belong to which
 * execution of the batch.
 */
abstract class Slices {
  private final Part part;

  /**
   * Where the rows of an execution end, counted from 1: those of execution i are ends[i-1] + 1 …
   * ends[i].
   */
  private final int[] ends;

  /**
   * Fixes where each execution's rows end.
   *
   * @param counts rows per execution
   */
  Slices(Part part, int[] counts) {
    this.part = part;
    this.ends = counts.clone();
    Arrays.parallelPrefix(ends, Math::addExact);
  }

  /** Gives the statement the rows themselves. */
  abstract void bind(Parameters parameters) throws SQLException;

  final Part part() {
    return part;
  }

  final int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  final boolean isEmpty() {
    return size() == 0;
  }

  /** First row of each of {@code count} executions, beginning with the one at {@code offset}. */
  final int[] from(int offset, int count) {
    var result = new int[count];
    for (var i = 0; i < count; i++) {
      result[i] = offset + i == 0 ? 1 : ends[offset + i - 1] + 1;
    }
    return result;
  }

  /** Last row of each; where it has none, the one before its first. */
  final int[] to(int offset, int count) {
    return Arrays.copyOfRange(ends, offset, offset + count);
  }
}
