package dev.stepwell.engine.simulation;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.DuplicateExecutionException;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way between the nodes and their database: it takes time, and loses questions and answers.
 * While a question is on its way everybody else goes on, or crashes.
 */
final class Network {
  private static final int PERMILLE = 1_000;
  private static final int SHORT_WAY_MILLIS = 30;
  private static final int LONG_WAY_MILLIS = 3_000;

  /** A commit whose connection was lost before it was carried out. */
  private record LateCommit(Machine machine, List<ExecutionWrite> writes) {}

  private final World world;
  private final Random random;
  private final Set<Machine> cutOff = new HashSet<>();
  private final IdentityHashMap<LaneStore, LateCommit> onTheirWay = new IdentityHashMap<>();
  private int mostLatencyMicros = 5_000;
  private int lossPermille;
  private int hintLossPermille;

  Network(World world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** Nothing is lost any more, hints excepted: nobody may rely on them. */
  void calmsDown(int mostMicros) {
    becomes(mostMicros, 0, hintLossPermille);
  }

  /** From now on so much is lost. */
  void becomes(int mostMicros, int newLossPermille, int newHintLossPermille) {
    mostLatencyMicros = mostMicros;
    lossPermille = newLossPermille;
    hintLossPermille = newHintLossPermille;
  }

  void cutOff(Machine machine) {
    machine.isSilent();
    cutOff.add(machine);
  }

  void reconnect(Machine machine) {
    cutOff.remove(machine);
  }

  /** Something is under way. */
  void travel() {
    var micros = 1 + random.nextInt(mostLatencyMicros);
    var isSlow = random.nextInt(100) == 0;
    world.scheduler().pause(Duration.ofNanos(micros * (isSlow ? 50_000L : 1_000L)));
  }

  private boolean isLost() {
    return random.nextInt(PERMILLE) < lossPermille;
  }

  /** A store as a machine sees it. */
  <T> T connect(Machine machine, Class<T> type, T store) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> ask(machine, store, method, arguments)));
  }

  @SuppressWarnings("unchecked") // the arguments of the method of that name
  private @Nullable Object ask(Machine machine, Object store, Method method, Object[] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "tokenSecret", "close" -> invoke(store, method, arguments);
      case "openLane" ->
          connect(machine, LaneStore.class, (LaneStore) invoke(store, method, arguments));
      case "listen" ->
          invoke(store, method, new Object[] {delayed(machine, (Consumer<String>) arguments[0])});
      case "commit" -> commit(machine, (LaneStore) store, (List<ExecutionWrite>) arguments[0]);
      case "endLostCommit" -> {
        travel();
        requireStore(machine);
        endLostCommit((LaneStore) store);
        yield null;
      }
      default -> {
        travel();
        requireStore(machine);
        var answer = invoke(store, method, arguments);
        world.ledger().asked(method, arguments);
        if (isLost()) {
          machine.isSilent();
          throw new StoreUnavailableException("the answer is lost", lost());
        }
        yield answer;
      }
    };
  }

  private Object commit(Machine machine, LaneStore lane, List<ExecutionWrite> writes) {
    travel();
    if (cutOff.contains(machine) || isLost()) {
      machine.isSilent();
      throw lostOnTheWay(machine, lane, writes);
    }
    var committed = carryOut(machine, lane, writes);
    travel();
    if (isLost() || cutOff.contains(machine)) {
      world.tell(machine.name(), "does not learn that its commit is done");
      world.ledger().reports().doubted(machine, writes);
      throw new CommitOutcomeUnknownException("everything was written", lost());
    }
    return committed;
  }

  private Set<ExecutionId> carryOut(Machine machine, LaneStore lane, List<ExecutionWrite> writes) {
    var committed = lane.commit(writes);
    world.ledger().committed(machine, writes, committed);
    return committed;
  }

  private RuntimeException lostOnTheWay(
      Machine machine, LaneStore lane, List<ExecutionWrite> writes) {
    return switch (random.nextInt(3)) {
      case 0 -> new StoreUnavailableException("the commit has not left", lost());
      case 1 -> {
        world.ledger().reports().doubted(machine, writes);
        yield new CommitOutcomeUnknownException("nothing was written", lost());
      }
      default -> {
        world.tell(machine.name(), "loses its connection in mid-commit");
        world.ledger().reports().doubted(machine, writes);
        var commit = new LateCommit(machine, writes);
        onTheirWay.put(lane, commit);
        var _ = world.outside().startVirtual("late-commit", () -> arrive(lane, commit));
        yield new CommitOutcomeUnknownException("still on its way", lost());
      }
    };
  }

  /** PostgreSQL does not notice that nobody waits for a statement any more. */
  private void arrive(LaneStore lane, LateCommit commit) {
    var longest = random.nextBoolean() ? SHORT_WAY_MILLIS : LONG_WAY_MILLIS;
    world.scheduler().pause(Duration.ofMillis(1 + random.nextInt(longest)));
    if (onTheirWay.remove(lane, commit)) {
      carryOutLate(lane, commit);
    }
  }

  /** A session that is ended may be done with its statement, or not. */
  private void endLostCommit(LaneStore lane) {
    var commit = onTheirWay.remove(lane);
    if (commit != null && random.nextBoolean()) {
      carryOutLate(lane, commit);
    }
    lane.endLostCommit();
    if (isLost()) {
      throw new StoreUnavailableException("the answer is lost", lost());
    }
  }

  private void carryOutLate(LaneStore lane, LateCommit commit) {
    try {
      var _ = carryOut(commit.machine(), lane, commit.writes());
    } catch (DuplicateExecutionException refused) {
      world.tell(commit.machine().name(), "would have been told: " + refused.getMessage());
    }
  }

  private void requireStore(Machine machine) {
    if (cutOff.contains(machine) || isLost()) {
      machine.isSilent();
      throw new StoreUnavailableException("the question is lost", lost());
    }
  }

  private static Object invoke(Object store, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /** Hints arrive late, or never. */
  private Consumer<String> delayed(Machine machine, Consumer<String> listener) {
    return activityArn -> {
      if (random.nextInt(PERMILLE) >= hintLossPermille) {
        var _ =
            machine.startVirtual(
                "hint",
                () -> {
                  travel();
                  listener.accept(activityArn);
                });
      }
    };
  }

  private static Exception lost() {
    return new IOException("in the simulation");
  }
}
