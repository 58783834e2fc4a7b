package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import java.util.Collection;
import java.util.List;

/**
 * Express executions that were accepted and have not come to their end; whatever else there is to
 * know of them is in the memory of the node that runs them. Safe for any thread.
 */
public interface ExpressStore {

  /** Keeps an execution for the node that runs it; durable when this returns. */
  void accept(ExecutionHeader execution, String nodeId);

  /** Forgets executions that have come to their end; those that are gone are no error. */
  void remove(Collection<ExecutionId> ids);

  /** The nodes that have executions. */
  List<String> nodes();

  /**
   * Hands executions of a node over to another, each to one.
   *
   * @param limit most executions at once
   * @return those that are the other's now, the oldest first
   */
  List<ExecutionHeader> takeOver(String fromNode, String byNode, int limit);
}
