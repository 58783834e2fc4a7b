package dev.stepwell.engine.call;

import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
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

  private final String queue;
  private volatile ServiceCaller caller = CallRunner::notYet;
  private final Reporter reporter;
  private final Semaphore permits;
  private final Map<Key, Thread> running = new ConcurrentHashMap<>();

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
  public CallRunner(String nodeId, Reporter reporter, int mostCalls) {
    this.queue = FIRST_QUEUE + nodeId;
    this.reporter = reporter;
    this.permits = new Semaphore(mostCalls);
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

  /** Makes a call; its outcome is reported. */
  public void make(ServiceCall call) {
    var key = new Key(call.executionId(), call.scheduledEventId());
    var thread =
        Thread.ofVirtual().name("call-", call.scheduledEventId()).unstarted(() -> run(key, call));
    running.put(key, thread);
    thread.start();
  }

  private void run(Key key, ServiceCall call) {
    ServiceCaller.Result result;
    try {
      permits.acquire();
      try {
        result = caller.call(call);
      } finally {
        permits.release();
      }
    } catch (InterruptedException unwanted) {
      running.remove(key);
      return;
    } catch (RuntimeException bug) {
      LOG.error("the call of {} for {} failed", call.resourceArn(), call.executionArn(), bug);
      result =
          new ServiceCaller.Result(
              new CallOutcome.Failed(
                  ErrorNames.TASK_FAILED,
                  "The server failed to make the call; its log says more."));
    }
    running.remove(key);
    reporter.report(
        call.executionId(),
        new Command.ReportCall(call.scheduledEventId(), result.outcome(), result.child()));
  }

  /** Gives a call up, whose outcome nobody waits for any more; unknown calls are none of ours. */
  public void cancel(ExecutionId executionId, long scheduledEventId) {
    var thread = running.remove(new Key(executionId, scheduledEventId));
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Waits until the calls in flight have come to their end, and leaves the rest to other nodes.
   *
   * @return how many were left
   */
  public int drain(Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    try {
      for (var thread : running.values()) {
        var left = Duration.ofNanos(end - System.nanoTime());
        if (!left.isPositive() || !thread.join(left)) {
          break;
        }
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    var left = running.size();
    running.values().forEach(Thread::interrupt);
    return left;
  }
}
