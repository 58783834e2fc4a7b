package dev.stepwell.engine.machine;

import dev.stepwell.asl.Asl;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Revisions of state machines, compiled once and kept; a revision never changes, so that only the
 * question which one is current can grow old. An update by this node is seen at once, one by
 * another node within {@link #CURRENT_FOR}; AWS promises "a few seconds".
 */
public final class MachineCatalog {
  /** How long another node may take an old revision for the current one. */
  public static final Duration CURRENT_FOR = Duration.ofSeconds(1);

  /**
   * Asked before the answer is too old: one caller asks then, while the others go on with the old
   * answer; otherwise all of them would ask at the same moment.
   */
  private static final Duration ASK_AFTER = CURRENT_FOR.dividedBy(2);

  private static final int KEPT = 1_000;

  private final StateMachineStore store;
  private final Arns arns;
  private final InstantSource clock;
  private final Map<RevisionKey, RunnableMachine> compiled = lru();
  private final Map<String, Current> current = lru();

  /** Tells an answer that was asked for before a change, and is not to be kept. */
  private final AtomicLong changes = new AtomicLong();

  /**
   * What the store said.
   *
   * @param asked whether a caller is asking the store anew, so that the others need not
   */
  private record Current(RevisionKey key, boolean deleting, Instant seenAt, AtomicBoolean asked) {}

  /** The machine of a name as new executions see it. */
  public record CurrentMachine(RunnableMachine machine, boolean deleting) {}

  public MachineCatalog(StateMachineStore store, Arns arns, InstantSource clock) {
    this.store = store;
    this.arns = arns;
    this.clock = clock;
  }

  private static <K, V> Map<K, V> lru() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > KEPT;
      }
    };
  }

  /** The revision that an execution of that name would run now. */
  public Optional<CurrentMachine> findCurrent(String name) {
    var known = known(name);
    if (known != null) {
      return Optional.of(known);
    }
    var changesBefore = changes.get();
    return store
        .find(name)
        .map(found -> {
          var machine = compiledOnce(found);
          var deleting = found.machine().deleting();
          synchronized (this) {
            compiled.put(machine.key(), machine);
            if (changes.get() == changesBefore) {
              current.put(
                  name, new Current(machine.key(), deleting, clock.instant(), new AtomicBoolean()));
            }
          }
          return new CurrentMachine(machine, deleting);
        });
  }

  private synchronized @Nullable CurrentMachine known(String name) {
    var entry = current.get(name);
    var machine = entry == null ? null : compiled.get(entry.key());
    if (entry == null || machine == null) {
      return null;
    }
    var age = Duration.between(entry.seenAt(), clock.instant());
    if (age.compareTo(CURRENT_FOR) > 0) {
      return null;
    }
    if (age.compareTo(ASK_AFTER) > 0 && entry.asked().compareAndSet(false, true)) {
      return null;
    }
    return new CurrentMachine(machine, entry.deleting());
  }

  private RunnableMachine compiledOnce(MachineRevision found) {
    synchronized (this) {
      var known = compiled.get(found.revision().key());
      if (known != null) {
        return known;
      }
    }
    return compile(found);
  }

  /** Must be called after every change of a machine by this node. */
  public synchronized void forgetCurrent(String name) {
    changes.incrementAndGet();
    current.remove(name);
  }

  /** The revision that an execution runs, however old. */
  public RunnableMachine require(RevisionKey key) {
    synchronized (this) {
      var known = compiled.get(key);
      if (known != null) {
        return known;
      }
    }
    var machine =
        store
            .findRevision(key)
            .map(this::compile)
            .orElseThrow(
                () -> new IllegalStateException("an execution's revision is gone: " + key));
    synchronized (this) {
      compiled.put(key, machine);
    }
    return machine;
  }

  private RunnableMachine compile(MachineRevision found) {
    var revision = found.revision();
    return switch (Asl.read(revision.definition())) {
      case Asl.Reading.Valid(var definition, _) ->
          new RunnableMachine(
              revision.key(),
              found.machine().name(),
              arns.stateMachine(found.machine().name()),
              revision.roleArn(),
              definition,
              arns);
      case Asl.Reading.Invalid(var problems) ->
          throw new IllegalStateException(
              "a definition that was accepted is refused now: " + problems.getFirst().flattened());
    };
  }
}
