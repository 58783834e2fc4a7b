package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.StoredExecution.ScopeDocument;
import dev.stepwell.persistence.postgres.CommitShape.Part;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Scopes that are new or changed; one that the same write removes is gone, so it is not among them.
 */
final class ScopesWritten extends Slices {
  private final List<ScopeDocument> scopes;

  private ScopesWritten(int[] counts, List<ScopeDocument> scopes) {
    super(Part.SCOPES_WRITTEN, counts);
    this.scopes = scopes;
  }

  static ScopesWritten of(List<ExecutionWrite> writes) {
    var kept = writes.stream().map(ScopesWritten::kept).toList();
    return new ScopesWritten(
        kept.stream().mapToInt(List::size).toArray(), kept.stream().flatMap(List::stream).toList());
  }

  private static List<ScopeDocument> kept(ExecutionWrite write) {
    if (write.scopesRemoved().length == 0) {
      return write.scopesWritten();
    }
    var removed = write.scopesRemoved().clone();
    Arrays.sort(removed);
    return write.scopesWritten().stream()
        .filter(scope -> Arrays.binarySearch(removed, scope.scopeId()) < 0)
        .toList();
  }

  @Override
  void bind(Parameters parameters) throws SQLException {
    var documents = new Contents(size());
    scopes.forEach(scope -> documents.add(scope.document()));
    parameters.int4s(scopes.stream().mapToInt(ScopeDocument::scopeId).toArray());
    documents.bind(parameters);
  }
}
