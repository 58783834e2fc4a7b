package dev.stepwell.engine.store;

/**
 * What a node had to do when it wrote its heartbeat.
 *
 * @param commandsQueued that wait for a lane
 * @param executionsCached states in memory
 * @param commits of its lanes since it started
 * @param commitsPerSecond lately
 * @param callsInFlight calls of services, those that wait for their turn included
 * @param openPolls workers that wait for a task here
 */
public record NodeLoad(
    int commandsQueued,
    int executionsCached,
    long commits,
    int commitsPerSecond,
    int callsInFlight,
    int openPolls) {

  /** Of a node that has done nothing yet. */
  public static final NodeLoad NONE = new NodeLoad(0, 0, 0, 0, 0, 0);
}
