package dev.stepwell.worker;

import dev.stepwell.worker.TaskMessages.PolledTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll loop: take a slot, poll, hand the task over together with the slot.
 *
 * <p>The slot comes first because a task is started for the service as soon as a poll has brought
 * it: a task that waited here for a free thread would run against its timeout. Closing interrupts
 * the thread, wherever the loop is.
 */
final class Poller implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  /**
   * The service holds a poll for a minute; an empty answer much sooner means that it is not holding
   * polls now.
   */
  private static final long QUICK_ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

  /** Polls for many tasks that one worker has open: one that waits, and one with what came free. */
  static final int BATCH_POLLS = 2;

  private final StatesClient client;
  private final WorkerSettings settings;
  private final Semaphore slots;
  private final Semaphore batchTurns;
  private final Shutdown shutdown;
  private final PollHealth health;
  private final Consumer<PolledTask> taskStarter;
  private final Backoff backoff;

  /**
   * @param taskStarter takes the task and the slot that was reserved for it; must not block
   */
  Poller(
      StatesClient client,
      WorkerSettings settings,
      Semaphore slots,
      Semaphore batchTurns,
      Shutdown shutdown,
      PollHealth health,
      Consumer<PolledTask> taskStarter) {
    this.client = client;
    this.settings = settings;
    this.slots = slots;
    this.batchTurns = batchTurns;
    this.shutdown = shutdown;
    this.health = health;
    this.taskStarter = taskStarter;
    this.backoff = new Backoff(settings.backoff());
  }

  @Override
  public void run() {
    try {
      while (!shutdown.isClosing()) {
        if (client.taskCalls().isBatched()) {
          batchTurns.acquire();
          try {
            pollWithSlots(takeSlots());
          } finally {
            batchTurns.release();
          }
        } else {
          slots.acquire();
          pollWithSlots(1);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Poller of activity {} ends", settings.activity());
    }
  }

  /** Waits for a slot, and takes all others that are free. */
  private int takeSlots() throws InterruptedException {
    slots.acquire();
    int taken = 1;
    while (taken < TaskCalls.MOST && slots.tryAcquire()) {
      taken++;
    }
    return taken;
  }

  /** Slots that go away with no task are given back. */
  private void pollWithSlots(int taken) throws InterruptedException {
    int left = taken;
    try {
      long sentAtNanos = System.nanoTime();
      List<PolledTask> tasks = poll(taken);
      health.succeeded();
      if (!tasks.isEmpty()) {
        for (PolledTask task : tasks) {
          taskStarter.accept(task);
          left--;
        }
        backoff.reset();
        return;
      }
      if (System.nanoTime() - sentAtNanos < QUICK_ANSWER_NANOS) {
        pause();
      } else {
        backoff.reset();
      }
    } catch (StatesException e) {
      if (e.code().equals(ErrorCodes.ACTIVITY_DOES_NOT_EXIST)) {
        settings.activity().forget();
      }
      health.failed(e);
      pause();
    } catch (IOException | RuntimeException | Error e) {
      // The loop outlives everything: a worker that silently stopped polling would be worse than
      // one that tries on.
      health.failed(e);
      pause();
    } finally {
      slots.release(left);
    }
  }

  private List<PolledTask> poll(int most) throws IOException, InterruptedException {
    String activityArn = settings.activity().resolve(client);
    return client
        .taskCalls()
        .poll(activityArn, settings.workerName(), most, settings.pollTimeout());
  }

  private void pause() throws InterruptedException {
    shutdown.awaitClosing(backoff.next());
  }
}
