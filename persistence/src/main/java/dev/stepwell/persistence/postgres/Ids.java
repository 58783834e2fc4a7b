package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.persistence.postgres.CommitShape.Part;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Rows to remove, by their id within the execution. */
final class Ids extends Slices {
  private final long[] ids;

  private Ids(Part part, int[] counts, long[] ids) {
    super(part, counts);
    this.ids = ids;
  }

  static Ids of(Part part, List<ExecutionWrite> writes, Function<ExecutionWrite, long[]> field) {
    return new Ids(
        part,
        writes.stream().mapToInt(write -> field.apply(write).length).toArray(),
        writes.stream().map(field).flatMapToLong(Arrays::stream).toArray());
  }

  static Ids ofScopes(List<ExecutionWrite> writes) {
    return of(
        Part.SCOPES_REMOVED,
        writes,
        write -> Arrays.stream(write.scopesRemoved()).asLongStream().toArray());
  }

  @Override
  void bind(Parameters parameters) throws SQLException {
    parameters.int8s(ids);
  }
}
