package dev.stepwell.engine.call;

import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that this node's commits owe, each on a virtual thread, each once. While a call
 * is in flight a row of the node's queue stands for it: when the node dies, others find the row,
 * and report that the outcome is unknown.
 */
public final class CallRunner {
  /** Queues of nodes, in the order of texts: from this one up to, and without, the next. */
  public static final String FIRST_QUEUE = "node:";

  public static final String END_OF_QUEUES = "node;";

  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

  /** How long a call waits for a database that is away, before it asks again. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Threads threads;
  private final String queue;
  private volatile ServiceCaller caller = CallRunner::notYet;
  private final Reporter reporter;
  private final int mostCalls;
  private final Map<Key, ServiceCall> waiting = new LinkedHashMap<>();
  private final Map<Key, Threads.Running> running = new HashMap<>();
  // Counts calls that were given up, too, until they have let go.
  private int inFlight;
  private @Nullable CompletableFuture<Void> drained;

  private record Key(ExecutionId executionId, long scheduledEventId) {}

  /** Takes outcomes to the executions that wait for them. */
  @FunctionalInterface
  public interface Reporter {
    void report(ExecutionId executionId, Command.ReportCall report);
  }

  /**
   * A runner without calls.
   *
   * @param nodeId of this node
   * @param mostCalls calls in flight at a time; more wait
   */
  public CallRunner(Threads threads, String nodeId, Reporter reporter, int mostCalls) {
    this.threads = threads;
    this.queue = FIRST_QUEUE + nodeId;
    this.reporter = reporter;
    this.mostCalls = mostCalls;
  }

  /** Says who calls; before that nothing can be called. */
  public void callBy(ServiceCaller services) {
    caller = services;
  }

  private static ServiceCaller.Result notYet(ServiceCall call) {
    throw new IllegalStateException("nobody calls yet: " + call);
  }

  /** Where rows of calls are listed that this node makes. */
  public String queue() {
    return queue;
  }

  /** The node of a queue. */
  public static String nodeOf(String queue) {
    return queue.substring(FIRST_QUEUE.length());
  }

  /** Makes a call, in its turn; its outcome is reported. */
  public synchronized void make(ServiceCall call) {
    waiting.put(new Key(call.executionId(), call.scheduledEventId()), call);
    startWaiting();
  }

  private synchronized void startWaiting() {
    var next = waiting.entrySet().iterator();
    while (inFlight < mostCalls && next.hasNext()) {
      var entry = next.next();
      next.remove();
      inFlight++;
      var name = "call-" + entry.getKey().scheduledEventId();
      running.put(
          entry.getKey(), threads.startVirtual(name, () -> run(entry.getKey(), entry.getValue())));
    }
    if (drained != null && running.isEmpty() && waiting.isEmpty()) {
      drained.complete(null);
    }
  }

  private void run(Key key, ServiceCall call) {
    ServiceCaller.Result result;
    try {
      result = callOnceThereIsAStore(call);
    } catch (InterruptedException unwanted) {
      ended(key);
      return;
    } catch (RuntimeException bug) {
      LOG.error("the call of {} for {} failed", call.resourceArn(), call.executionArn(), bug);
      result =
          new ServiceCaller.Result(
              new CallOutcome.Failed(
                  ErrorNames.TASK_FAILED,
                  "The server failed to make the call; its log says more."));
    }
    ended(key);
    reporter.report(
        call.executionId(),
        new Command.ReportCall(call.scheduledEventId(), result.outcome(), result.child()));
  }

  private ServiceCaller.Result callOnceThereIsAStore(ServiceCall call) throws InterruptedException {
    while (true) {
      try {
        return caller.call(call);
      } catch (StoreUnavailableException outage) {
        LOG.warn(
            "the call of {} waits for the database: {}", call.resourceArn(), outage.getMessage());
        var _ = threads.await(new CompletableFuture<>(), PAUSE);
      }
    }
  }

  private synchronized void ended(Key key) {
    running.remove(key);
    inFlight--;
    startWaiting();
  }

  /** Calls that are made, and those that wait for their turn. */
  public synchronized int countInFlight() {
    return inFlight + waiting.size();
  }

  /** Gives a call up, whose outcome nobody waits for any more; unknown calls are none of ours. */
  public synchronized void cancel(ExecutionId executionId, long scheduledEventId) {
    var key = new Key(executionId, scheduledEventId);
    waiting.remove(key);
    var call = running.remove(key);
    if (call != null) {
      call.interrupt();
    }
  }

  /**
   * Waits until the calls in flight have come to their end, and leaves the rest to other nodes.
   *
   * @return how many were left
   */
  public int drain(Duration patience) {
    var empty = new CompletableFuture<Void>();
    synchronized (this) {
      drained = empty;
      startWaiting();
    }
    try {
      var _ = threads.await(empty, patience);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      var left = running.size() + waiting.size();
      waiting.clear();
      running.values().forEach(Threads.Running::interrupt);
      return left;
    }
  }
}
