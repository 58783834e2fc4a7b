package dev.stepwell.engine;

import dev.stepwell.engine.lane.LaneContext.LaneSettings;
import dev.stepwell.engine.model.Limits;
import java.time.Duration;

/**
 * How a node's engine is built.
 *
 * @param lanes writers, each with a connection of its own
 * @param scanInterval how often the store is searched for what no memory holds: near wake-ups,
 *     inbox rows, tasks of other nodes
 * @param nodeTimeout a node that has been silent for longer counts as dead
 * @param activityPollers open polls allowed per activity
 * @param watches streams of events, and others who wait for executions to go on, that may be open
 * @param taskWindow waiting tasks kept in memory per activity
 * @param timerCapacity near wake-ups kept in memory
 * @param callsInFlight calls of services that this node makes at a time; as many again for Express
 *     machines
 * @param expressRuns executions of Express machines that this node runs at a time
 */
public record EngineSettings(
    Limits limits,
    LaneSettings laneSettings,
    int lanes,
    Duration scanInterval,
    Duration nodeTimeout,
    int activityPollers,
    int watches,
    int taskWindow,
    int timerCapacity,
    int callsInFlight,
    int expressRuns) {

  /** For a machine of that many cores. */
  public static EngineSettings defaults(int cores) {
    return new EngineSettings(
        Limits.DEFAULTS,
        LaneSettings.DEFAULTS,
        Math.clamp(cores, 2, 4),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        1_000,
        2_000,
        10_000,
        100_000,
        1_000,
        1_000);
  }

  /** The same engine within other limits. */
  public EngineSettings limitedBy(
      Limits otherLimits, int mostPollers, int mostCalls, int mostWatches) {
    return new EngineSettings(
        otherLimits,
        laneSettings,
        lanes,
        scanInterval,
        nodeTimeout,
        mostPollers,
        mostWatches,
        taskWindow,
        timerCapacity,
        mostCalls,
        expressRuns);
  }
}
