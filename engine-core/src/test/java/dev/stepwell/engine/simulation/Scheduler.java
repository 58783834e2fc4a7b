package dev.stepwell.engine.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a seed which fibre goes on, one at a time, and lets time pass when none can. Who waits
 * chooses its successor and hands over the baton; there is no loop in the middle.
 */
final class Scheduler {
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
  private static final int MOST_NANOS_PER_STEP = 50_000;

  /** Ten times as many as the longest story takes. */
  private static final long MOST_STEPS = 200_000;

  /** A fibre that waits for anything but the scheduler would hang for ever. */
  private static final long LONGEST_RUN_SECONDS = 600;

  private record Alarm(long atNanos, long number, Fibre fibre, long waitNumber) {}

  private final Random random;
  private final Trace trace;
  private final List<Fibre> ready = new ArrayList<>();
  private final List<Fibre> held = new ArrayList<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong(Alarm::atNanos).thenComparingLong(Alarm::number));
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Set<Fibre> begun = new LinkedHashSet<>();
  private long nanos;
  private long alarmsSet;
  private long steps;
  private volatile @Nullable Fibre running;
  private CompletableFuture<Void> stopped = new CompletableFuture<>();

  Scheduler(Random random, Trace trace) {
    this.random = random;
    this.trace = trace;
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  Duration sinceStart() {
    return Duration.ofNanos(nanos);
  }

  long steps() {
    return steps;
  }

  boolean isOver() {
    return over.isDone();
  }

  boolean isRunning(Fibre fibre) {
    return running == fibre;
  }

  Fibre start(Machine machine, String name, Runnable work) {
    var fibre = new Fibre(this, machine, name, work);
    if (!machine.isDead()) {
      machine.fibres.add(fibre);
      ready.add(fibre);
    }
    return fibre;
  }

  /** Runs all fibres until {@link #end} or a failure, and lets none of them survive. */
  void run() throws InterruptedException, ExecutionException, TimeoutException {
    handAndWait(choose());
    for (var fibre : List.copyOf(begun)) {
      fibre.isKilled = true;
      handAndWait(fibre);
    }
    over.get();
  }

  private void handAndWait(@Nullable Fibre fibre)
      throws InterruptedException, ExecutionException, TimeoutException {
    var returned = new CompletableFuture<Void>();
    stopped = returned;
    hand(fibre);
    returned.get(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
  }

  /** Nothing goes on any more. */
  void end() {
    over.complete(null);
  }

  void fail(Throwable broken) {
    over.completeExceptionally(broken);
  }

  // ---- waiting ----

  /** Lets the running fibre wait for an event, or until the time is over. */
  void await(CompletableFuture<?> event, @Nullable Duration atMost) throws InterruptedException {
    var fibre = current();
    if (!event.isDone() && !fibre.isInterrupted) {
      var wait = beginWait(fibre, atMost);
      var _ = event.whenComplete((_, _) -> wake(fibre, wait));
      passOn(fibre);
    }
    if (fibre.isInterrupted) {
      fibre.isInterrupted = false;
      throw new InterruptedException("asked to give up");
    }
  }

  /** Lets time pass for the running fibre, whatever happens. */
  void pause(Duration duration) {
    var fibre = current();
    var end = nanos + duration.toNanos();
    do {
      beginWait(fibre, Duration.ofNanos(end - nanos));
      passOn(fibre);
    } while (nanos < end);
  }

  private Fibre current() {
    var fibre = running;
    if (fibre == null || fibre.isKilled) {
      throw new Fibre.Killed();
    }
    return fibre;
  }

  private long beginWait(Fibre fibre, @Nullable Duration atMost) {
    var wait = ++fibre.wait;
    fibre.isWaiting = true;
    if (atMost != null) {
      alarms.add(new Alarm(nanos + atMost.toNanos(), alarmsSet++, fibre, wait));
    }
    return wait;
  }

  /** Ends a wait, if it is still the present one. */
  void wake(Fibre fibre, long wait) {
    if (fibre.isWaiting && fibre.wait == wait) {
      fibre.isWaiting = false;
      ready.add(fibre);
    }
  }

  /** Fibres of a machine that stood still may go on. */
  void release(Machine machine) {
    held.removeIf(fibre -> fibre.machine.equals(machine) && ready.add(fibre));
  }

  // ---- the baton ----

  private void passOn(Fibre from) {
    var next = choose();
    if (!Objects.equals(next, from)) {
      hand(next);
      from.awaitBaton();
    }
    if (from.isKilled) {
      throw new Fibre.Killed();
    }
  }

  void passOnForGood(Fibre from) {
    from.machine.fibres.remove(from);
    begun.remove(from);
    hand(choose());
  }

  private void hand(@Nullable Fibre next) {
    running = next;
    if (next == null) {
      stopped.complete(null);
    } else {
      begun.add(next);
      next.resume();
    }
  }

  private @Nullable Fibre choose() {
    while (!over.isDone()) {
      nanos += random.nextInt(MOST_NANOS_PER_STEP);
      ring();
      while (!ready.isEmpty()) {
        var chosen = takeOneOf(ready);
        if (chosen.machine.isStopped()) {
          held.add(chosen);
        } else {
          countStep(chosen);
          return chosen;
        }
      }
      var next = alarms.peek();
      if (next == null) {
        fail(new AssertionError("nobody can go on, and nobody waits for a time"));
      } else {
        nanos = Math.max(nanos, next.atNanos());
      }
    }
    return null;
  }

  private void countStep(Fibre chosen) {
    trace.step(nanos, chosen);
    if (++steps == MOST_STEPS) {
      fail(new AssertionError("it goes on and on"));
    }
  }

  private Fibre takeOneOf(List<Fibre> fibres) {
    var index = random.nextInt(fibres.size());
    var last = fibres.removeLast();
    return index == fibres.size() ? last : fibres.set(index, last);
  }

  private void ring() {
    for (var alarm = alarms.peek();
        alarm != null && alarm.atNanos() <= nanos;
        alarm = alarms.peek()) {
      alarms.remove();
      wake(alarm.fibre(), alarm.waitNumber());
    }
  }
}
