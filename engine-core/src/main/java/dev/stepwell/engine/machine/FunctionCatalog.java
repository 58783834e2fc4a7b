package dev.stepwell.engine.machine;

import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.engine.interpreter.CallQueues;
import dev.stepwell.engine.model.FunctionName;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.FunctionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which functions have a target of their own, and which of their queues are full, believed for
 * {@link #BELIEVED_FOR}: what another node changes is seen a moment later.
 */
public final class FunctionCatalog implements CallQueues {
  /** Queues of functions, in the order of texts: from this one up to, and without, the next. */
  public static final String FIRST_QUEUE = "function:";

  public static final String END_OF_QUEUES = "function;";

  /** After which an invocation may have been lost that no runtime has answered. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  static final Duration BELIEVED_FOR = Duration.ofSeconds(1);

  /** Asked before the belief ends, by one caller, while the others still believe. */
  private static final Duration ASK_AFTER = BELIEVED_FOR.dividedBy(2);

  private final FunctionStore functions;
  private final ExecutionStore executions;
  private final InstantSource clock;
  private final int mostWaiting;
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Snapshot last;

  private record Snapshot(
      Map<String, RegisteredFunction> functions,
      Set<String> fullQueues,
      Instant since,
      AtomicBoolean asked) {
    /** False for one caller, who asks the store, before it is false for all. */
    boolean holdsAt(Instant now) {
      var age = Duration.between(since, now);
      return age.compareTo(BELIEVED_FOR) < 0
          && (age.compareTo(ASK_AFTER) < 0 || !asked.compareAndSet(false, true));
    }
  }

  /**
   * A catalog that knows nothing yet.
   *
   * @param mostWaiting invocations of one function that may wait for a runtime; a few more are let
   *     in before all nodes have noticed
   */
  public FunctionCatalog(
      FunctionStore functions, ExecutionStore executions, InstantSource clock, int mostWaiting) {
    this.functions = functions;
    this.executions = executions;
    this.clock = clock;
    this.mostWaiting = mostWaiting;
  }

  /** Where the invocations of a function wait. */
  public static String queueOf(String functionName) {
    return FIRST_QUEUE + functionName;
  }

  /** How long a runtime may take, until the engine takes an invocation for lost. */
  public static long answerSeconds(RegisteredFunction function) {
    return function.timeout().plus(GRACE).toSeconds();
  }

  /** When the function's own time is over, of an invocation that must be answered by then. */
  public static Instant deadline(Instant answerBy) {
    return answerBy.minus(GRACE);
  }

  /** The function of that name, where it has a target of its own. */
  public Optional<RegisteredFunction> find(String functionName) {
    return Optional.ofNullable(current().functions().get(functionName));
  }

  /** Whether as many invocations of a function wait as may. */
  public boolean isFull(String functionName) {
    return current().fullQueues().contains(queueOf(functionName));
  }

  /**
   * The queue of functions that runtimes attach to. One that is full is left to the node, which
   * refuses the invocation, as it does what no runtime is asked: other types than RequestResponse.
   */
  @Override
  public @Nullable CallQueue queueOf(TaskResource resource, Payload parameters) {
    var called =
        switch (resource) {
          case LambdaFunction(var arn) -> arn;
          case ServiceIntegration service
              when service.service().equals("lambda") && isSynchronous(parameters) ->
              parameters.tree().path("FunctionName").asString("");
          case ServiceIntegration _, TaskResource.Activity _ -> null;
        };
    if (called == null) {
      return null;
    }
    var snapshot = current();
    var function = snapshot.functions().get(FunctionName.of(called).name());
    if (function == null || !(function.target() instanceof FunctionTarget.RuntimeApi)) {
      return null;
    }
    var queue = queueOf(function.name());
    return snapshot.fullQueues().contains(queue)
        ? null
        : new CallQueue(queue, answerSeconds(function));
  }

  private static boolean isSynchronous(Payload parameters) {
    var type = parameters.tree().path("InvocationType");
    return type.isMissingNode() || type.isNull() || type.asString().equals("RequestResponse");
  }

  /** Must be called after every change by this node. */
  public void forget() {
    changes.incrementAndGet();
    last = null;
  }

  private Snapshot current() {
    var now = clock.instant();
    var known = last;
    if (known != null && known.holdsAt(now)) {
      return known;
    }
    var changesBefore = changes.get();
    var read = read(now);
    if (changes.get() == changesBefore) {
      last = read;
    }
    return read;
  }

  private Snapshot read(Instant now) {
    var byName = new HashMap<String, RegisteredFunction>();
    functions.list().forEach(function -> byName.put(function.name(), function));
    var full = new HashSet<String>();
    if (!byName.isEmpty()) {
      for (var queue : executions.findQueues(FIRST_QUEUE, END_OF_QUEUES)) {
        if (executions.countWaitingTasks(queue, mostWaiting) >= mostWaiting) {
          full.add(queue);
        }
      }
    }
    return new Snapshot(Map.copyOf(byName), Set.copyOf(full), now, new AtomicBoolean());
  }
}
