package dev.stepwell.engine.simulation;

import dev.stepwell.engine.thread.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a process runs on: its fibres live, stand still and die together, and share a clock that
 * need not be right.
 */
final class Machine extends Clock implements Threads {
  private final Scheduler scheduler;
  private final String name;
  final Set<Fibre> fibres = new LinkedHashSet<>();
  private Duration skew = Duration.ZERO;
  private Instant latest = Instant.MIN;
  private int clockSettings;
  private boolean isStopped;
  private boolean isDead;
  private boolean isDoubted;

  Machine(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isDead() {
    return isDead;
  }

  boolean isStopped() {
    return isStopped;
  }

  /** From now on nothing moves here, while time goes on. */
  void standStill() {
    isDoubted = true;
    isStopped = true;
  }

  void goOn() {
    isStopped = false;
    scheduler.release(this);
  }

  /** Loses all that it knows, at once. */
  void crash() {
    isDead = true;
    goOn();
    fibres.forEach(Fibre::kill);
  }

  /** It has been silent, so that others may have taken it for dead. */
  boolean isDoubted() {
    return isDoubted || isDead;
  }

  void isSilent() {
    isDoubted = true;
  }

  void setClock(Duration ahead) {
    skew = ahead;
    clockSettings++;
  }

  /** How often its clock was set: times before and after are not to be compared. */
  int clockSettings() {
    return clockSettings;
  }

  // ---- its clock ----

  @Override
  public Instant instant() {
    var now = scheduler.now().plus(skew);
    latest = now.isAfter(latest) ? now : latest;
    return now;
  }

  /** The latest time that anybody has read here. */
  Instant latest() {
    return latest;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  // ---- its threads ----

  @Override
  public Running startPlatform(String work, Runnable body) {
    return scheduler.start(this, work, body);
  }

  @Override
  public Running startVirtual(String work, Runnable body) {
    return scheduler.start(this, work, body);
  }

  @Override
  public void await(CompletableFuture<?> event) throws InterruptedException {
    scheduler.await(event, null);
  }

  @Override
  public boolean await(CompletableFuture<?> event, Duration atMost) throws InterruptedException {
    scheduler.await(event, atMost);
    return event.isDone();
  }
}
