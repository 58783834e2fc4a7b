package dev.stepwell.engine.machine;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.VersionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Revisions of state machines, compiled once and kept; a revision never changes, so that only the
 * question which one a name leads to can grow old. An update by this node is seen at once, one by
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
  private static final int ALL_PERCENT = 100;

  private final StateMachineStore store;
  private final VersionStore versions;
  private final Arns arns;
  private final InstantSource clock;
  private final Map<RevisionKey, RunnableMachine> compiled = lru();

  /** By name, or {@code NAME:QUALIFIER}. */
  private final Map<String, Known> known = lru();

  /** Tells an answer that was asked for before a change, and is not to be kept. */
  private final AtomicLong changes = new AtomicLong();

  /**
   * A share of the executions that a name starts.
   *
   * @param weight in percent
   * @param through null where the name is that of the machine itself
   */
  public record Route(RunnableMachine machine, int weight, @Nullable StartedThrough through) {}

  /**
   * What new executions of a name run.
   *
   * @param routes one, or those of an alias; their weights are 100 together
   */
  public record Startable(List<Route> routes, boolean deleting) {
    /** The machine, in one of the revisions that the name leads to. */
    public RunnableMachine machine() {
      return routes.getFirst().machine();
    }

    /** The route of the next execution. */
    public Route choose(RandomGenerator random) {
      if (routes.size() == 1) {
        return routes.getFirst();
      }
      var drawn = random.nextInt(ALL_PERCENT);
      for (var route : routes) {
        drawn -= route.weight();
        if (drawn < 0) {
          return route;
        }
      }
      throw new IllegalStateException("weights of less than 100 percent");
    }
  }

  /**
   * What the stores said.
   *
   * @param asked whether a caller is asking anew, so that the others need not
   */
  private record Known(Startable startable, Instant seenAt, AtomicBoolean asked) {}

  public MachineCatalog(
      StateMachineStore store, VersionStore versions, Arns arns, InstantSource clock) {
    this.store = store;
    this.versions = versions;
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

  /**
   * What an execution would run now.
   *
   * @param qualifier number of a version, name of an alias, or null for the machine's current
   *     revision
   */
  public Optional<Startable> find(String name, @Nullable String qualifier) {
    var key = qualifier == null ? name : name + ":" + qualifier;
    var answer = known(key);
    if (answer != null) {
      return Optional.of(answer);
    }
    var changesBefore = changes.get();
    var found = store.find(name).flatMap(machine -> ask(machine, qualifier));
    found.ifPresent(startable -> keep(key, startable, changesBefore));
    return found;
  }

  private synchronized void keep(String key, Startable startable, long changesBefore) {
    if (changes.get() == changesBefore) {
      known.put(key, new Known(startable, clock.instant(), new AtomicBoolean()));
    }
  }

  private synchronized @Nullable Startable known(String key) {
    var entry = known.get(key);
    if (entry == null) {
      return null;
    }
    var age = Duration.between(entry.seenAt(), clock.instant());
    if (age.compareTo(CURRENT_FOR) > 0) {
      return null;
    }
    if (age.compareTo(ASK_AFTER) > 0 && entry.asked().compareAndSet(false, true)) {
      return null;
    }
    return entry.startable();
  }

  private Optional<Startable> ask(MachineRevision found, @Nullable String qualifier) {
    var machine = found.machine();
    if (qualifier == null) {
      return Optional.of(
          startable(machine, List.of(new Route(compiledOnce(found), ALL_PERCENT, null))));
    }
    var number = Arns.versionNumber(qualifier);
    var routes =
        number.isPresent()
            ? route(machine, new VersionStore.Route(number.getAsInt(), ALL_PERCENT), null).stream()
                .toList()
            : routes(machine, qualifier);
    return routes.isEmpty() ? Optional.empty() : Optional.of(startable(machine, routes));
  }

  private List<Route> routes(Machine machine, String alias) {
    while (true) {
      var shares =
          versions.findAlias(machine.id(), alias).map(VersionStore.Alias::routes).orElse(List.of());
      var routes = shares.stream().flatMap(share -> route(machine, share, alias).stream()).toList();
      // Between the two looks the alias may have been changed, and its old version deleted.
      if (routes.size() == shares.size()) {
        return routes;
      }
    }
  }

  private static Startable startable(Machine machine, List<Route> routes) {
    return new Startable(routes, machine.deleting());
  }

  private Optional<Route> route(Machine machine, VersionStore.Route share, @Nullable String alias) {
    return versions
        .findVersion(machine.id(), share.version())
        .map(version ->
            new Route(
                require(version.revisionKey()),
                share.weight(),
                new StartedThrough(version.number(), alias)));
  }

  private RunnableMachine compiledOnce(MachineRevision found) {
    synchronized (this) {
      var machine = compiled.get(found.revision().key());
      if (machine != null) {
        return machine;
      }
    }
    var machine = compile(found);
    synchronized (this) {
      compiled.put(machine.key(), machine);
    }
    return machine;
  }

  /** Must be called after every change of a machine, its versions or its aliases by this node. */
  public synchronized void forgetCurrent(String name) {
    changes.incrementAndGet();
    known.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + ":"));
  }

  /** The revision that an execution runs, however old. */
  public RunnableMachine require(RevisionKey key) {
    synchronized (this) {
      var machine = compiled.get(key);
      if (machine != null) {
        return machine;
      }
    }
    return find(key)
        .orElseThrow(() -> new IllegalStateException("an execution's revision is gone: " + key));
  }

  /** As {@link #require}, where the machine may have been deleted. */
  public Optional<RunnableMachine> find(RevisionKey key) {
    return store.findRevision(key).map(this::compiledOnce);
  }

  private RunnableMachine compile(MachineRevision found) {
    var revision = found.revision();
    var type = MachineType.valueOf(found.machine().type());
    return switch (Asl.read(revision.definition(), type, CallableServices.ANY)) {
      case Asl.Reading.Valid(var definition, _) ->
          new RunnableMachine(
              revision.key(),
              found.machine().name(),
              arns.stateMachine(found.machine().name()),
              revision.roleArn(),
              type,
              definition,
              arns);
      case Asl.Reading.Invalid(var problems) ->
          throw new IllegalStateException(
              "a definition that was accepted is refused now: " + problems.getFirst().flattened());
    };
  }
}
