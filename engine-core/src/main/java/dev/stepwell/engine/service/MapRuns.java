package dev.stepwell.engine.service;

import dev.stepwell.engine.model.Arns;

/**
 * Map Runs as callers see them. Definitions with a Distributed Map are refused, so that no
 * execution has any: what names one names nothing.
 */
public final class MapRuns {
  private final Executions executions;

  public MapRuns(Executions executions) {
    this.executions = executions;
  }

  /** Whether there is such an execution; it has no Map Run. */
  public Answer<Boolean> ofExecution(String executionArn) {
    return executions.describe(executionArn).map(execution -> true);
  }

  /** The Map Run of that ARN: there is none. */
  public <T> Answer<T> find(String mapRunArn) {
    return RequestedArn.ofType("mapRun", mapRunArn)
        .then((Arns.Parts parts) -> doesNotExist(mapRunArn));
  }

  private static <T> Answer<T> doesNotExist(String mapRunArn) {
    return Answer.refusedFor(
        Refusal.RESOURCE_NOT_FOUND, "Resource not found: '" + mapRunArn + "'", mapRunArn);
  }
}
