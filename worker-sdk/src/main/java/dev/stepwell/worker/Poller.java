package dev.stepwell.worker;

import dev.stepwell.worker.TaskMessages.PolledTask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

  private final StatesClient client;
  private final WorkerSettings settings;
  private final Semaphore slots;
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
      Shutdown shutdown,
      PollHealth health,
      Consumer<PolledTask> taskStarter) {
    this.client = client;
    this.settings = settings;
    this.slots = slots;
    this.shutdown = shutdown;
    this.health = health;
    this.taskStarter = taskStarter;
    this.backoff = new Backoff(settings.backoff());
  }

  @Override
  public void run() {
    try {
      while (!shutdown.isClosing()) {
        slots.acquire();
        boolean started = false;
        try {
          started = pollWithSlot();
        } finally {
          if (!started) {
            slots.release();
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Poller of activity {} ends", settings.activity());
    }
  }

  /**
   * @return whether the slot went away with a task
   */
  private boolean pollWithSlot() throws InterruptedException {
    try {
      long sentAtNanos = System.nanoTime();
      PolledTask task = poll();
      health.succeeded();
      if (task != null) {
        taskStarter.accept(task);
        backoff.reset();
        return true;
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
    }
    return false;
  }

  private @Nullable PolledTask poll() throws IOException, InterruptedException {
    String activityArn = settings.activity().resolve(client);
    byte[] request = TaskMessages.getActivityTask(activityArn, settings.workerName());
    return TaskMessages.readTask(client.call("GetActivityTask", request, settings.pollTimeout()));
  }

  private void pause() throws InterruptedException {
    shutdown.awaitClosing(backoff.next());
  }
}
