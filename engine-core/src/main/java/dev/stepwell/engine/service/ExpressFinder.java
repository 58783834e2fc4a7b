package dev.stepwell.engine.service;

import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.ExpressStore.Seen;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Single executions of Express machines, for those who look; AWS shows none. Of those that run,
 * only the asynchronous ones are known beyond their node.
 */
public final class ExpressFinder {
  private static final String RESOURCE = "express";
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  private final ExpressStore store;
  private final MachineCatalog machines;
  private final Threads threads;
  private final InstantSource clock;
  private final int mostWaits;
  private final AtomicInteger waits = new AtomicInteger();

  /**
   * Finds nothing yet.
   *
   * @param mostWaits callers that may wait for an end at a time
   */
  public ExpressFinder(
      ExpressStore store,
      MachineCatalog machines,
      Threads threads,
      InstantSource clock,
      int mostWaits) {
    this.store = store;
    this.machines = machines;
    this.threads = threads;
    this.clock = clock;
    this.mostWaits = mostWaits;
  }

  /**
   * An execution as callers see it.
   *
   * @param texts what became of it; null while it runs
   */
  public record Description(
      String executionArn,
      String stateMachineArn,
      String name,
      Seen seen,
      ExecutionCodec.@Nullable Texts texts) {}

  /** Whether an ARN is that of an execution of an Express machine. */
  public static boolean names(String arn) {
    return Arns.parse(arn).map(parts -> parts.type().equals(RESOURCE)).orElse(false);
  }

  public Answer<Description> describe(String executionArn) {
    return RequestedArn.ofType(RESOURCE, executionArn)
        .then(parts ->
            find(parts)
                .map(Answer::given)
                .orElseGet(() -> ExecutionFinder.doesNotExist(executionArn)));
  }

  private Optional<Description> find(Arns.Parts parts) {
    // NAME:UUID, and no name has a colon.
    var namesake = parts.qualifier() == null ? new String[0] : parts.qualifier().split(":", -1);
    if (namesake.length != 2) {
      return Optional.empty();
    }
    return uuid(namesake[1])
        .flatMap(uuid ->
            machines
                .find(parts.name(), null)
                .map(MachineCatalog.Startable::machine)
                .filter(machine -> machine.arns().owns(parts))
                .flatMap(machine -> find(machine, namesake[0], uuid)));
  }

  private Optional<Description> find(RunnableMachine machine, String name, UUID uuid) {
    return ExecutionId.ofUuid(Shards.of(machine.key().stateMachineId(), name), uuid)
        .flatMap(store::find)
        .map(seen ->
            new Description(
                machine.arns().express(machine.name(), name, uuid),
                machine.arn(),
                name,
                seen,
                seen.document() == null ? null : ExecutionCodec.decodeTexts(seen.document())));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      var uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  /** An execution once it has ended, or as it is after that time. */
  public Answer<Description> awaitEnd(String executionArn, Duration atMost) {
    try {
      if (waits.incrementAndGet() > mostWaits) {
        return LiveExecutions.tooMany();
      }
      var end = clock.instant().plus(atMost);
      var found = describe(executionArn);
      while (isRunning(found) && clock.instant().isBefore(end)) {
        // Nothing tells a node of the ends of others.
        var patience = min(LOOK_INTERVAL, Duration.between(clock.instant(), end));
        var _ = threads.await(new CompletableFuture<>(), patience);
        found = describe(executionArn);
      }
      return found;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an execution was waited for", stop);
    } finally {
      waits.decrementAndGet();
    }
  }

  private static boolean isRunning(Answer<Description> answer) {
    return answer instanceof Answer.Given<Description>(var found) && found.texts() == null;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
