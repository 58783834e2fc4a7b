package dev.stepwell.engine;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.lane.Lane;
import dev.stepwell.engine.store.NodeLoad;
import dev.stepwell.engine.task.TaskBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Measures what this node has to do, for its heartbeat. Reads counters only. */
final class LoadMeter {
  /** Shorter ones would say little. */
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

  private final List<Lane> lanes;
  private final TaskBoard tasks;
  private final CallRunner calls;
  private final InstantSource clock;
  private Instant periodBegin;
  private long commitsBefore;
  private int commitsPerSecond;

  LoadMeter(List<Lane> lanes, TaskBoard tasks, CallRunner calls, InstantSource clock) {
    this.lanes = lanes;
    this.tasks = tasks;
    this.calls = calls;
    this.clock = clock;
    this.periodBegin = clock.instant();
  }

  synchronized NodeLoad measure() {
    var commits = lanes.stream().mapToLong(Lane::countCommits).sum();
    var now = clock.instant();
    var period = Duration.between(periodBegin, now);
    if (period.compareTo(SHORTEST_PERIOD) >= 0) {
      commitsPerSecond = (int) ((commits - commitsBefore) * 1000 / period.toMillis());
      commitsBefore = commits;
      periodBegin = now;
    }
    return new NodeLoad(
        lanes.stream().mapToInt(Lane::countQueued).sum(),
        lanes.stream().mapToInt(Lane::countCached).sum(),
        commits,
        commitsPerSecond,
        calls.countInFlight(),
        tasks.countOpenPolls());
  }
}
