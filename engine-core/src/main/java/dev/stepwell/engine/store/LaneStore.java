package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One lane's door to the store: used by one thread, over one connection that it opens again by
 * itself after a loss.
 *
 * <p>Every method throws {@link StoreUnavailableException} when nothing was done and the call may
 * be repeated.
 */
public interface LaneStore extends AutoCloseable {

  /**
   * The executions of these ids that exist, with all their scopes, in no order; one query however
   * many.
   */
  List<StoredExecution> load(Collection<ExecutionId> ids);

  /**
   * The executions that already use these names, without their scopes; names that are free are left
   * out.
   */
  List<StoredExecution> findByName(Collection<ExecutionName> names);

  /**
   * Writes everything in one transaction, with set-based statements.
   *
   * <p>An update whose row is no longer at its expected version is left out whole, its history,
   * scopes, tasks and inbox rows included; the others are written.
   *
   * @param writes at most one per execution
   * @return the executions that were written
   * @throws DuplicateExecutionException when an insert met an existing id or name; nothing was
   *     written
   * @throws CommitOutcomeUnknownException when the connection was lost while committing: all was
   *     written, or nothing; perhaps it is still on its way
   */
  Set<ExecutionId> commit(List<ExecutionWrite> writes);

  /**
   * Brings a commit of unknown outcome to its end: afterwards the store has what was written, if it
   * ever will.
   */
  void endLostCommit();

  @Override
  void close();
}
