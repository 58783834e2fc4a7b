package dev.stepwell.engine.machine;

import dev.stepwell.engine.interpreter.ActivityDirectory;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.ActivityStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which activities exist. That one exists is believed for {@link #BELIEVED_FOR}; that one does not
 * is asked each time, so that a new activity works at once. A deletion by this node is seen at
 * once, one by another node a moment later.
 */
public final class ActivityCatalog implements ActivityDirectory {
  static final Duration BELIEVED_FOR = Duration.ofSeconds(2);

  /**
   * Asked before the belief ends: one caller asks then, while the others still believe; otherwise
   * all pollers would ask at the same moment.
   */
  private static final Duration ASK_AFTER = BELIEVED_FOR.dividedBy(2);

  private static final int KEPT = 10_000;

  private record Belief(Instant since, AtomicBoolean asked) {
    /** False for one caller, who asks the store, before it is false for all. */
    boolean holdsAt(Instant now) {
      var age = Duration.between(since, now);
      return age.compareTo(BELIEVED_FOR) < 0
          && (age.compareTo(ASK_AFTER) < 0 || !asked.compareAndSet(false, true));
    }
  }

  private final ActivityStore store;
  private final Arns arns;
  private final InstantSource clock;
  private final Map<String, Belief> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Belief> eldest) {
          return size() > KEPT;
        }
      };

  /** Tells an answer that was asked for before a deletion, and is not to be kept. */
  private final AtomicLong deletions = new AtomicLong();

  public ActivityCatalog(ActivityStore store, Arns arns, InstantSource clock) {
    this.store = store;
    this.arns = arns;
    this.clock = clock;
  }

  @Override
  public boolean exists(String activityArn) {
    var now = clock.instant();
    synchronized (this) {
      var belief = seen.get(activityArn);
      if (belief != null && belief.holdsAt(now)) {
        return true;
      }
    }
    var deletionsBefore = deletions.get();
    var found =
        Arns.parse(activityArn)
            .filter(parts -> parts.type().equals("activity") && arns.owns(parts))
            .flatMap(parts -> store.find(parts.name()))
            .isPresent();
    synchronized (this) {
      if (found && deletions.get() == deletionsBefore) {
        seen.put(activityArn, new Belief(now, new AtomicBoolean()));
      } else {
        seen.remove(activityArn);
      }
    }
    return found;
  }

  /** Must be called after every deletion by this node. */
  public synchronized void forget(String activityArn) {
    deletions.incrementAndGet();
    seen.remove(activityArn);
  }
}
