package dev.stepwell.engine.call;

import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.StartedWork;
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
 * and report that the outcome is unknown. Questions how a job is, and requests to stop one, have no
 * row: the one is asked again by whoever finds that no answer has come, the other is a courtesy.
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
  private final Map<Key, Errand> waiting = new LinkedHashMap<>();
  private final Map<Key, Attempt> running = new HashMap<>();
  // Counts errands that were given up, too, until they have let go.
  private int inFlight;
  private @Nullable CompletableFuture<Void> drained;

  private enum Purpose {
    CALL,
    ASK_JOB,
    STOP_JOB
  }

  private record Key(ExecutionId executionId, long scheduledEventId, Purpose purpose) {}

  /** Something that is done outside, and the command that tells what came of it. */
  @FunctionalInterface
  private interface Errand {
    /** Null where nobody needs to know. */
    @Nullable Command run(ServiceCaller services) throws InterruptedException;
  }

  /** Takes outcomes to the executions that wait for them. */
  @FunctionalInterface
  public interface Reporter {
    void report(ExecutionId executionId, Command report);
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
  public void make(ServiceCall call) {
    add(
        new Key(call.executionId(), call.scheduledEventId(), Purpose.CALL),
        services -> outcome(services, call));
  }

  /**
   * Asks how a job is, in its turn; the answer is reported. A question that is still on its way is
   * given up.
   */
  public void ask(ExecutionId executionId, long scheduledEventId, StartedWork.Job job) {
    var key = new Key(executionId, scheduledEventId, Purpose.ASK_JOB);
    giveUp(key);
    add(key, services -> new Command.ReportJob(scheduledEventId, report(services, job)));
  }

  /** Stops a job, in its turn, and asks no more how it is. */
  public void stop(ExecutionId executionId, long scheduledEventId, StartedWork.Job job) {
    giveUp(new Key(executionId, scheduledEventId, Purpose.ASK_JOB));
    add(
        new Key(executionId, scheduledEventId, Purpose.STOP_JOB),
        services -> {
          stop(services, job);
          return null;
        });
  }

  private synchronized void add(Key key, Errand errand) {
    waiting.put(key, errand);
    startWaiting();
  }

  private synchronized void startWaiting() {
    var next = waiting.entrySet().iterator();
    while (inFlight < mostCalls && next.hasNext()) {
      var entry = next.next();
      next.remove();
      inFlight++;
      var attempt = new Attempt(entry.getKey(), entry.getValue());
      running.put(entry.getKey(), attempt);
      attempt.start();
    }
    if (drained != null && running.isEmpty() && waiting.isEmpty()) {
      drained.complete(null);
    }
  }

  /** An errand that is run. */
  private final class Attempt {
    private final Key key;
    private final Errand errand;
    private Threads.@Nullable Running thread;

    Attempt(Key key, Errand errand) {
      this.key = key;
      this.errand = errand;
    }

    void start() {
      thread = threads.startVirtual("call-" + key.scheduledEventId(), this::run);
    }

    void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    private void run() {
      Command report;
      try {
        report = runOnceThereIsAStore();
      } catch (InterruptedException unwanted) {
        ended();
        return;
      }
      ended();
      if (report != null) {
        reporter.report(key.executionId(), report);
      }
    }

    private @Nullable Command runOnceThereIsAStore() throws InterruptedException {
      while (true) {
        try {
          return errand.run(caller);
        } catch (StoreUnavailableException outage) {
          LOG.warn("a call of {} waits for the database: {}", key, outage.getMessage());
          var _ = threads.await(new CompletableFuture<>(), PAUSE);
        }
      }
    }

    private void ended() {
      synchronized (CallRunner.this) {
        // A later errand of the same kind may have taken the place of one that was given up.
        running.remove(key, this);
        inFlight--;
        startWaiting();
      }
    }
  }

  private static Command outcome(ServiceCaller services, ServiceCall call)
      throws InterruptedException {
    ServiceCaller.Result result;
    try {
      result = services.call(call);
    } catch (StoreUnavailableException outage) {
      throw outage;
    } catch (RuntimeException bug) {
      LOG.error("the call of {} for {} failed", call.resourceArn(), call.executionArn(), bug);
      result =
          new ServiceCaller.Result(
              new CallOutcome.Failed(
                  ErrorNames.TASK_FAILED,
                  "The server failed to make the call; its log says more."));
    }
    return new Command.ReportCall(call.scheduledEventId(), result.outcome(), result.started());
  }

  private static JobReport report(ServiceCaller services, StartedWork.Job job)
      throws InterruptedException {
    try {
      return services.ask(job);
    } catch (RuntimeException bug) {
      LOG.error("a job of {} could not be asked for", job.resourceArn(), bug);
      return new JobReport.Refused(
          new CallOutcome.Failed(
              ErrorNames.TASK_FAILED, "The server failed to ask for the job; its log says more."));
    }
  }

  private static void stop(ServiceCaller services, StartedWork.Job job)
      throws InterruptedException {
    try {
      services.stop(job);
    } catch (RuntimeException bug) {
      LOG.error("a job of {} could not be stopped", job.resourceArn(), bug);
    }
  }

  /** Calls that are made, and those that wait for their turn. */
  public synchronized int countInFlight() {
    return inFlight + waiting.size();
  }

  /** Gives a call up, whose outcome nobody waits for any more; unknown calls are none of ours. */
  public void cancel(ExecutionId executionId, long scheduledEventId) {
    giveUp(new Key(executionId, scheduledEventId, Purpose.CALL));
  }

  private synchronized void giveUp(Key key) {
    waiting.remove(key);
    var attempt = running.remove(key);
    if (attempt != null) {
      attempt.interrupt();
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
      running.values().forEach(Attempt::interrupt);
      return left;
    }
  }
}
