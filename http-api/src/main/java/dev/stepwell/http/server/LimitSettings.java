package dev.stepwell.http.server;

import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.model.Limits;
import java.time.Duration;

/**
 * The limits that can be set, AWS's values by default. Source: quotas.md.
 *
 * @param executions of running executions; every node of a database should have the same
 * @param activityPollers open polls allowed per activity on this node
 * @param callsInFlight calls of services that this node makes at a time
 * @param streams streams of events, and waits for an end, that this node serves at a time
 */
public record LimitSettings(
    Limits executions, int activityPollers, int callsInFlight, int streams) {
  /** A payload must fit into a request, where JSON may escape every byte of it. */
  private static final int MOST_PAYLOAD_BYTES = 1_048_576;

  /** ExecutionStarted, and what tells the end. */
  private static final int FEWEST_EVENTS = 2;

  private static final int MOST_EVENTS = 10_000_000;
  private static final int MOST_AT_A_TIME = 1_000_000;

  static LimitSettings resolve(SettingSources sources) {
    var executions =
        new Limits(
            sources.number(Setting.MAX_PAYLOAD_BYTES, 1, MOST_PAYLOAD_BYTES),
            sources.number(Setting.MAX_HISTORY_EVENTS, FEWEST_EVENTS, MOST_EVENTS),
            Duration.ofSeconds(sources.number(Setting.MAX_EXECUTION_SECONDS, 1, Integer.MAX_VALUE)),
            sources.number(Setting.MAX_WAIT_SECONDS, 0, Integer.MAX_VALUE),
            sources.number(Setting.MAX_MAP_CONCURRENCY, 1, MOST_AT_A_TIME),
            sources.number(Setting.MAX_VARIABLE_BYTES, 1, Integer.MAX_VALUE),
            sources.number(Setting.MAX_ASSIGN_BYTES, 1, Integer.MAX_VALUE),
            sources.number(Setting.MAX_EXECUTION_VARIABLE_BYTES, 1, Integer.MAX_VALUE),
            sources.number(Setting.MAX_TRANSITIONS_PER_COMMIT, 1, MOST_AT_A_TIME));
    return new LimitSettings(
        executions,
        sources.number(Setting.MAX_ACTIVITY_POLLERS, 1, MOST_AT_A_TIME),
        sources.number(Setting.MAX_CALLS_IN_FLIGHT, 1, MOST_AT_A_TIME),
        sources.number(Setting.MAX_STREAMS, 1, MOST_AT_A_TIME));
  }

  /** An engine for a machine of that many cores, within these limits. */
  EngineSettings engine(int cores) {
    return EngineSettings.defaults(cores)
        .limitedBy(executions, activityPollers, callsInFlight, streams);
  }
}
