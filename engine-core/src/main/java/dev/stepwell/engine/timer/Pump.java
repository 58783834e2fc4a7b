package dev.stepwell.engine.timer;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop from due rows to commands: runs its round at an interval, and sooner when it is nudged or
 * has more to do.
 */
public final class Pump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

  /** One look at the store. */
  @FunctionalInterface
  public interface Round {
    /**
     * Does what is due.
     *
     * @return whether there is more to do at once
     */
    boolean run();
  }

  private final String name;
  private final Duration interval;
  private final Round round;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition nudged = lock.newCondition();
  private boolean nudge;
  private boolean closed;
  private @Nullable Thread thread;

  public Pump(String name, Duration interval, Round round) {
    this.name = name;
    this.interval = interval;
    this.round = round;
  }

  public void start() {
    thread = Thread.ofVirtual().name("stepwell-" + name).start(this::run);
  }

  /** Runs a round soon. */
  public void nudge() {
    lock.lock();
    try {
      nudge = true;
      nudged.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!isClosed()) {
      var more = false;
      try {
        more = round.run();
      } catch (StoreUnavailableException | CommitOutcomeUnknownException outage) {
        // Whatever a round writes may be written again.
        LOG.debug("{} waits for the database: {}", name, outage.getMessage());
      } catch (RuntimeException bug) {
        LOG.error("a round of {} failed", name, bug);
      }
      if (!more) {
        await();
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void await() {
    lock.lock();
    try {
      var nanos = interval.toNanos();
      while (!closed && !nudge && nanos > 0) {
        nanos = nudged.awaitNanos(nanos);
      }
      nudge = false;
    } catch (InterruptedException stop) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends after the round at hand. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      nudged.signal();
    } finally {
      lock.unlock();
    }
    var running = thread;
    if (running != null) {
      try {
        var _ = running.join(Duration.ofNanos(TimeUnit.SECONDS.toNanos(10)));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
