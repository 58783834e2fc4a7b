package dev.stepwell.engine.timer;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.thread.Bell;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop from due rows to commands: runs its round at an interval, and sooner when it is nudged or
 * has more to do.
 */
public final class Pump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

  /** How long a round that hangs may hold up the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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

  private final Threads threads;
  private final String name;
  private final Duration interval;
  private final Round round;
  private final Bell nudged;
  private volatile boolean closed;
  private Threads.@Nullable Running thread;

  public Pump(Threads threads, String name, Duration interval, Round round) {
    this.threads = threads;
    this.name = name;
    this.interval = interval;
    this.round = round;
    this.nudged = new Bell(threads);
  }

  public void start() {
    thread = threads.startVirtual("stepwell-" + name, this::run);
  }

  /** Runs a round soon. */
  public void nudge() {
    nudged.ring();
  }

  private void run() {
    while (!closed) {
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
        nudged.await(interval);
      }
    }
  }

  /** Ends after the round at hand. */
  @Override
  public void close() {
    closed = true;
    nudged.ring();
    threads.join(thread, PATIENCE);
  }
}
