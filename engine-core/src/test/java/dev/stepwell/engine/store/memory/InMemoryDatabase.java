package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.ActivityStore.Activity;
import dev.stepwell.engine.store.ClusterStore.Node;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionStore.InboxEntry;
import dev.stepwell.engine.store.FunctionStore.Log;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.store.VersionStore.Alias;
import dev.stepwell.engine.store.VersionStore.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the nodes share: tables, a clock, and what goes wrong. One call at a time sees and changes
 * it.
 */
public final class InMemoryDatabase {
  private static final int SECRET_BYTES = 32;

  /**
   * Another node that hears hints.
   *
   * @param node by identity; it does not hear its own
   */
  record Listener(InMemoryStores node, Consumer<String> hints) {}

  final Map<ExecutionId, ExecutionEntry> executions = new HashMap<>();
  final Map<ExecutionName, ExecutionEntry> executionsByName = new HashMap<>();
  final List<InboxEntry> inboxOfNobody = new ArrayList<>();
  final TreeMap<String, Machine> machines = new TreeMap<>();
  final Map<RevisionKey, Revision> revisions = new HashMap<>();
  final Map<Long, NavigableMap<Integer, Version>> versions = new HashMap<>();
  final Map<Long, NavigableMap<String, Alias>> aliases = new HashMap<>();
  final Map<ExecutionId, InMemoryExpressStore.Accepted> express = new HashMap<>();
  final Map<ExecutionId, ExecutionEntry> expressEnded = new HashMap<>();
  final Map<String, InMemoryBulkStore.Entry> bulks = new HashMap<>();
  final TreeMap<String, Activity> activities = new TreeMap<>();
  final TreeMap<String, RegisteredFunction> functions = new TreeMap<>();
  final Map<ExecutionId, NavigableMap<Long, Log>> functionLogs = new HashMap<>();
  final TreeMap<String, Node> nodes = new TreeMap<>();
  final List<InMemoryExecutionStore.Turn> milestones = new ArrayList<>();
  final List<Listener> listeners = new ArrayList<>();
  final byte[] tokenSecret = new byte[SECRET_BYTES];
  final IdGenerator inboxIds;
  private final Clock clock;
  private StoreFaults faults = StoreFaults.NONE;

  /**
   * An empty database.
   *
   * @param clock the database's own
   * @param random decides its secret and ids
   */
  public InMemoryDatabase(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.inboxIds = new IdGenerator(clock, random);
    random.nextBytes(tokenSecret);
  }

  /** From now on this decides what fails. */
  public void inject(StoreFaults newFaults) {
    locked(() -> faults = newFaults);
  }

  /** Runs one call alone. */
  synchronized <T> T locked(Supplier<T> call) {
    return call.get();
  }

  /** Answers a question, unless that is to fail. */
  <T> T asked(Supplier<T> question) {
    return locked(() -> {
      if (faults.failsRead()) {
        throw new StoreUnavailableException("injected", new IOException("in-memory store"));
      }
      return question.get();
    });
  }

  StoreFaults faults() {
    return faults;
  }

  Instant now() {
    return clock.instant();
  }
}
