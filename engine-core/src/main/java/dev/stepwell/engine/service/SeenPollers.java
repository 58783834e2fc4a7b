package dev.stepwell.engine.service;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has polled this node for tasks lately, for people who look. In memory only, and at most
 * {@value #MOST} workers of an activity: workers without a name are one.
 */
public final class SeenPollers {
  static final int MOST = 100;

  private final InstantSource clock;
  private final Map<String, Map<String, Instant>> byActivity = new ConcurrentHashMap<>();

  public SeenPollers(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A worker, or several of one name.
   *
   * @param workerName as it calls itself; empty where it does not
   * @param lastSeen when its last poll began
   */
  public record Seen(String workerName, Instant lastSeen) {}

  void note(String activityArn, @Nullable String workerName) {
    var workers = byActivity.computeIfAbsent(activityArn, _ -> new ConcurrentHashMap<>());
    workers.put(Objects.requireNonNullElse(workerName, ""), clock.instant());
    if (workers.size() > MOST) {
      workers.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .ifPresent(oldest -> workers.remove(oldest.getKey(), oldest.getValue()));
    }
  }

  /** The workers of an activity, the last seen first. */
  public List<Seen> of(String activityArn) {
    return byActivity.getOrDefault(activityArn, Map.of()).entrySet().stream()
        .map(worker -> new Seen(worker.getKey(), worker.getValue()))
        .sorted(Comparator.comparing(Seen::lastSeen).reversed())
        .toList();
  }
}
