package dev.stepwell.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.task.Poll.HandedTask;
import dev.stepwell.engine.thread.JvmThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TaskBoardTest {
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:activity:Work";
  private static final int MOST_POLLERS = 3;
  private static final int WINDOW = 4;
  private static final long DEADLINE_SECONDS = 20;

  private record Claim(TaskRef task, PollerTicket poller) {}

  private final BlockingQueue<Claim> claims = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> unserved = new LinkedBlockingQueue<>();
  private final List<TaskRef> rows = new ArrayList<>();
  private final BlockingQueue<Integer> refills = new LinkedBlockingQueue<>();
  private volatile CountDownLatch mayRead = new CountDownLatch(0);
  private volatile boolean unavailable;
  private final TaskBoard board =
      new TaskBoard(
          MOST_POLLERS,
          WINDOW,
          new JvmThreads(),
          (task, poller) -> claims.add(new Claim(task, poller)),
          this::read,
          unserved::add);

  private List<TaskRef> read(String activityArn, int limit) {
    refills.add(limit);
    try {
      assertThat(mayRead.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
    if (unavailable) {
      throw new StoreUnavailableException("injected", new IOException());
    }
    synchronized (rows) {
      return rows.stream().limit(limit).toList();
    }
  }

  private static TaskRef task(long number) {
    return new TaskRef(new ExecutionId(1, 1), number);
  }

  private PollerTicket poll(String name) {
    return ticket(board.poll(ARN, name, 1, () -> true).orElseThrow());
  }

  private static PollerTicket ticket(Poll poll) {
    return poll.tickets().getFirst();
  }

  private Claim claim() throws InterruptedException {
    var claim = claims.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(claim).as("a claim").isNotNull();
    return claim;
  }

  /** A poller that has found an empty store: from now on the board knows all there is. */
  private PollerTicket firstPoller() throws Exception {
    var first = poll("first");
    assertThat(refills.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    Optional<PollerTicket> reserved = Optional.empty();
    while (reserved.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      reserved = board.reserve(ARN);
    }
    assertThat(reserved).contains(first);
    board.giveBack(first);
    return first;
  }

  @Test
  void pollersAreServedInOrderOfArrivalAndTasksInOrderOfScheduling() throws Exception {
    var first = firstPoller();
    var second = poll("second");
    board.offer(ARN, task(1));
    board.offer(ARN, task(2));
    board.offer(ARN, task(3));
    assertThat(claim()).isEqualTo(new Claim(task(1), first));
    assertThat(claim()).isEqualTo(new Claim(task(2), second));
    assertThat(claims).isEmpty();
    var third = poll("third");
    assertThat(claim()).isEqualTo(new Claim(task(3), third));
  }

  @Test
  void aReservedPollerThatIsGivenBackStaysFirst() throws Exception {
    var first = firstPoller();
    var second = poll("second");
    assertThat(board.reserve(ARN)).contains(first);
    board.giveBack(first);
    board.offer(ARN, task(1));
    assertThat(claim().poller()).isSameAs(first);
    board.offer(ARN, task(2));
    assertThat(claim().poller()).isSameAs(second);
  }

  @Test
  void nobodyIsReservedWhileOlderTasksWait() throws Exception {
    var first = firstPoller();
    assertThat(board.reserve(ARN)).contains(first);
    board.offer(ARN, task(1));
    assertThat(board.reserve(ARN)).isEmpty();
    board.giveBack(first);
    assertThat(claim()).isEqualTo(new Claim(task(1), first));
  }

  @Test
  void nobodyIsReservedWhileOlderTasksAreRead() throws Exception {
    var first = firstPoller();
    mayRead = new CountDownLatch(1);
    rows.add(task(1));
    board.mayHaveMore(ARN);
    assertThat(refills.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    assertThat(board.reserve(ARN)).isEmpty();
    board.offer(ARN, task(2));
    mayRead.countDown();
    assertThat(claim()).isEqualTo(new Claim(task(1), first));
    var second = poll("second");
    assertThat(claim()).isEqualTo(new Claim(task(2), second));
  }

  @Test
  void aPollerThatHasGoneGetsNothing() throws Exception {
    var connected = new AtomicBoolean(true);
    var first = firstPoller();
    assertThat(board.reserve(ARN)).contains(first);
    var gone = ticket(board.poll(ARN, "gone", 1, connected::get).orElseThrow());
    var second = poll("second");
    connected.set(false);
    board.offer(ARN, task(1));
    assertThat(claim()).isEqualTo(new Claim(task(1), second));
    assertThat(answer(gone)).isEmpty();
  }

  private static Optional<HandedTask> answer(PollerTicket poller) throws Exception {
    return poller.poll().answer().get(DEADLINE_SECONDS, TimeUnit.SECONDS).stream().findFirst();
  }

  @Test
  void whatTheStoreHoldsComesFirstAndInItsOrder() throws Exception {
    for (var number = 1; number <= 3; number++) {
      rows.add(task(number));
    }
    board.offer(ARN, task(3));
    for (var number = 1; number <= 3; number++) {
      var poller = poll("poller " + number);
      assertThat(claim()).isEqualTo(new Claim(task(number), poller));
    }
    assertThat(claims).isEmpty();
  }

  @Test
  void tasksBeyondTheWindowAreReadAgain() throws Exception {
    var first = firstPoller();
    assertThat(board.reserve(ARN)).contains(first);
    for (var number = 1; number <= WINDOW + 2; number++) {
      rows.add(task(number));
      board.offer(ARN, task(number));
    }
    board.giveBack(first);
    for (var number = 1; number <= WINDOW + 2; number++) {
      var claim = claim();
      assertThat(claim.task()).isEqualTo(task(number));
      rows.removeFirst();
      claim.poller().deliver(new HandedTask("token", "{}", ARN, null));
      var _ = poll("again");
    }
  }

  @Test
  void onlySoManyMayPoll() throws Exception {
    var first = firstPoller();
    var second = poll("second");
    var _ = poll("third");
    assertThat(board.poll(ARN, "fourth", 1, () -> true)).isEmpty();
    board.offer(ARN, task(1));
    assertThat(claim().poller()).isSameAs(first);
    assertThat(board.poll(ARN, "fourth", 1, () -> true)).as("its claim may come back").isEmpty();
    first.deliver(new HandedTask("token", "{}", ARN, null));
    assertThat(board.poll(ARN, "fourth", 1, () -> true)).isPresent();
    board.endPoll(second.poll());
    assertThat(answer(second)).isEmpty();
    assertThat(board.poll(ARN, "fifth", 1, () -> true)).isPresent();
  }

  @Test
  void theEndOfAPollWhoseTaskIsBeingClaimedWaitsForTheClaim() throws Exception {
    var first = firstPoller();
    board.offer(ARN, task(1));
    assertThat(claim().poller()).isSameAs(first);
    board.endPoll(first.poll());
    assertThat(first.poll().answer()).isNotDone();
    first.deliver(new HandedTask("token", "{}", ARN, null));
    assertThat(answer(first)).contains(new HandedTask("token", "{}", ARN, null));
  }

  @Test
  void aPollWithRoomForSeveralTakesWhatWaits() throws Exception {
    var _ = firstPoller();
    var several = board.poll(ARN, "several", 3, () -> true).orElseThrow();
    for (var number = 1; number <= 3; number++) {
      board.offer(ARN, task(number));
      var _ = claim();
    }
    several.tickets().get(0).deliver(new HandedTask("one", "1", ARN, null));
    assertThat(several.stirred()).isDone();
    assertThat(several.answer()).as("one is being claimed").isNotDone();

    board.endPoll(several);
    board.giveBack(several.tickets().get(1));

    assertThat(several.answer().get(DEADLINE_SECONDS, TimeUnit.SECONDS))
        .containsExactly(new HandedTask("one", "1", ARN, null));
    board.offer(ARN, task(4));
    assertThat(claims).as("a poll that is over takes nothing more").isEmpty();
  }

  @Test
  void tellsWhichTasksNobodyWaitsFor() throws Exception {
    board.offer(ARN, task(1));
    assertThat(unserved.poll()).isEqualTo(ARN);
    var _ = firstPoller();
    board.offer(ARN, task(2));
    assertThat(unserved).isEmpty();
  }

  @Test
  void aRefillThatFailsIsTriedAgain() throws Exception {
    unavailable = true;
    rows.add(task(1));
    var first = poll("first");
    assertThat(refills.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    unavailable = false;
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (claims.isEmpty() && System.nanoTime() < deadline) {
      board.lookAgain();
      Thread.onSpinWait();
    }
    assertThat(claim()).isEqualTo(new Claim(task(1), first));
  }

  @Test
  void closingEndsEveryPollAndAllThatComeLater() throws Exception {
    var first = firstPoller();
    assertThat(board.reserve(ARN)).contains(first);
    var second = poll("second");
    board.close();
    assertThat(answer(second)).isEmpty();
    board.giveBack(first);
    assertThat(answer(first)).isEmpty();
    assertThat(answer(poll("late"))).isEmpty();
    var elsewhere = ticket(board.poll(ARN + "2", "late", 1, () -> true).orElseThrow());
    assertThat(answer(elsewhere)).isEmpty();
  }

  @Test
  void manyPollersAndTasksMeetOnce() throws Exception {
    var wide =
        new TaskBoard(
            10_000,
            10_000,
            new JvmThreads(),
            (task, poller) -> claims.add(new Claim(task, poller)),
            (_, _) -> List.of(),
            _ -> {});
    var offering =
        CompletableFuture.runAsync(() -> {
          for (var number = 0; number < 5_000; number++) {
            wide.offer(ARN, task(number));
          }
        });
    for (var number = 0; number < 5_000; number++) {
      assertThat(wide.poll(ARN, null, 1, () -> true)).isPresent();
    }
    offering.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(claims.stream().map(Claim::poller).distinct()).hasSameSizeAs(claims);
    assertThat(claims.stream().map(Claim::task).distinct()).hasSameSizeAs(claims);
  }
}
