package dev.stepwell.engine.simulation;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The way between the nodes and their database: it takes time, and loses questions and answers.
 * While a question is on its way everybody else goes on, or crashes.
 */
final class Network {
  private static final int PERMILLE = 1_000;

  private final World world;
  private final Random random;
  private final Set<Machine> cutOff = new HashSet<>();
  private int mostLatencyMicros = 5_000;
  private int lossPermille;
  private int hintLossPermille;

  Network(World world, Random random) {
    this.world = world;
    this.random = random;
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
  private Object ask(Machine machine, Object store, Method method, Object[] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "tokenSecret", "close" -> invoke(store, method, arguments);
      case "openLane" ->
          connect(machine, LaneStore.class, (LaneStore) invoke(store, method, arguments));
      case "listen" ->
          invoke(store, method, new Object[] {delayed(machine, (Consumer<String>) arguments[0])});
      case "commit" -> commit(machine, store, method, (List<ExecutionWrite>) arguments[0]);
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

  @SuppressWarnings("unchecked") // what a commit returns
  private Object commit(Machine machine, Object store, Method method, List<ExecutionWrite> writes)
      throws Throwable {
    travel();
    requireStore(machine);
    if (isLost()) {
      throw new CommitOutcomeUnknownException("nothing was written", lost());
    }
    var committed = invoke(store, method, new Object[] {writes});
    world.ledger().committed(machine, writes, (Collection<ExecutionId>) committed);
    travel();
    if (isLost() || cutOff.contains(machine)) {
      world.tell(machine.name(), "does not learn that its commit is done");
      throw new CommitOutcomeUnknownException("everything was written", lost());
    }
    return committed;
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
