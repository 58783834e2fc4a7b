package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.StoredText.allShards;
import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.bytes;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.nameOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.shardOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionStore.InboxEntry;
import dev.stepwell.engine.store.ExecutionStore.Listing;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.ExecutionStore.Summary;
import dev.stepwell.engine.store.ExecutionStore.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What pumps and the API rely on. */
public interface ExecutionStoreContract extends StoreContract {
  String CHARGE = "arn:aws:states:us-east-1:123456789012:activity:charge";
  String SHIP = "arn:aws:states:us-east-1:123456789012:activity:ship";

  Duration DAY = Duration.ofDays(1);

  @Test
  default void wakeupsAreFoundEarliestFirstUntilTheTimeAskedFor() {
    committed(
        started("a").wakeAt(START.plusMillis(30)),
        started("b").wakeAt(START.plusMillis(10)),
        started("c").wakeAt(START.plusMillis(20)),
        started("d").wakeAt(START.plusMillis(31)),
        started("e"));

    assertThat(executions().findWakeups(allShards(), START.plusMillis(30), 10))
        .containsExactly(
            new Wakeup(idOf("b"), START.plusMillis(10)),
            new Wakeup(idOf("c"), START.plusMillis(20)),
            new Wakeup(idOf("a"), START.plusMillis(30)));
    assertThat(executions().findWakeups(allShards(), START.plusMillis(30), 2))
        .extracting(Wakeup::id)
        .containsExactly(idOf("b"), idOf("c"));
  }

  @Test
  default void wakeupsAndInboxAreThoseOfTheShardsAskedFor() {
    committed(started("a").wakeAt(START), started("b").wakeAt(START));
    executions().sendToRunning(MACHINE, bytes("stop"));

    var shards = List.of(shardOf("b"));
    assertThat(shardOf("a")).isNotEqualTo(shardOf("b"));
    assertThat(executions().findWakeups(shards, START, 10))
        .extracting(Wakeup::id)
        .containsExactly(idOf("b"));
    assertThat(executions().findInbox(shards, 10))
        .extracting(InboxEntry::target)
        .containsExactly(idOf("b"));
    assertThat(executions().findWakeups(List.of(), START, 10)).isEmpty();
  }

  @Test
  default void wakeupThatIsMovedOrTakenBackIsNotFoundAtItsOldTime() {
    committed(started("a").wakeAt(START), started("b").wakeAt(START));
    committed(moved("a", 1).wakeAt(START.plusSeconds(9)), moved("b", 1));

    assertThat(executions().findWakeups(allShards(), START.plusSeconds(1), 10)).isEmpty();
    assertThat(executions().findWakeups(allShards(), START.plusSeconds(9), 10))
        .containsExactly(new Wakeup(idOf("a"), START.plusSeconds(9)));
  }

  @Test
  default void waitingTasksOfAnActivityComeInOrderOfScheduling() {
    committed(
        started("a").task(7, CHARGE).task(9, CHARGE).task(8, SHIP),
        started("b").task(5, CHARGE),
        started("c").task(6, CHARGE));
    committed(moved("c", 1).removingTasks(6));

    var waiting = executions().findWaitingTasks(CHARGE, 10);
    assertThat(waiting)
        .containsExactly(
            new ExecutionStore.WaitingTask(idOf("b"), 5, START.plusMillis(5)),
            new ExecutionStore.WaitingTask(idOf("a"), 7, START.plusMillis(7)),
            new ExecutionStore.WaitingTask(idOf("a"), 9, START.plusMillis(9)));
    assertThat(executions().findWaitingTasks(CHARGE, 2)).isEqualTo(waiting.subList(0, 2));
    assertThat(executions().findWaitingTasks("arn:of:none", 10)).isEmpty();
  }

  @Test
  default void queuesAreListedOnceWithinTheirBounds() {
    committed(
        started("a").task(7, "node:2").task(9, "node:1").task(8, SHIP),
        started("b").task(5, "node:2").task(6, "node;").task(7, "node9"));
    assertThat(executions().findQueues("node:", "node;")).containsExactly("node:1", "node:2");
    assertThat(executions().findQueues("node:2", "node;")).containsExactly("node:2");
    assertThat(executions().findQueues("x", "y")).isEmpty();
  }

  @Test
  default void aWritePutsCommandsIntoTheInboxesOfOthers() {
    committed(started("parent"), started("child"));
    committed(
        moved("child", 1)
            .closed(ExecutionStatus.SUCCEEDED)
            .sending("parent", 11, "first")
            .sending("nobody", 12, "second"));
    assertThat(inbox()).containsExactly("11 first", "12 second");
    executions().removeInbox(idOf("nobody"), 12);
    assertThat(inbox()).containsExactly("11 first");
    committed(moved("parent", 1).removingInbox(11));
    assertThat(inbox()).isEmpty();
  }

  private List<String> inbox() {
    return executions().findInbox(allShards(), 10).stream()
        .map(entry -> entry.inboxId() + " " + StoredText.text(entry.command()))
        .toList();
  }

  @Test
  default void theTaskThatStartedAnExecutionIsRemembered() {
    committed(started("parent"), started("child"));
    assertThat(executions().find(nameOf("child")).orElseThrow().header().parent())
        .isEqualTo(new ParentTask(idOf("parent"), 7));
    assertThat(executions().find(nameOf("parent")).orElseThrow().header().parent()).isNull();
  }

  @Test
  default void commandsWaitInTheInboxOldestFirstUntilAWriteRemovesThem() {
    committed(started("a"), started("b"));
    committed(moved("b", 1).closed(ExecutionStatus.SUCCEEDED));
    var elsewhere = started(new ExecutionId(1, 1), MACHINE + 1, "a", START);
    committed(elsewhere);

    assertThat(executions().sendToRunning(MACHINE, bytes("first"))).isEqualTo(1);
    assertThat(executions().sendToRunning(MACHINE, bytes("second"))).isEqualTo(1);

    var waiting = executions().findInbox(allShards(), 10);
    assertThat(waiting).extracting(InboxEntry::target).containsOnly(idOf("a"));
    assertThat(waiting)
        .extracting(entry -> StoredText.text(entry.command()))
        .containsExactly("first", "second");
    assertThat(executions().findInbox(allShards(), 1)).hasSize(1);

    committed(moved("a", 1).removingInbox(waiting.getFirst().inboxId()));
    assertThat(executions().findInbox(allShards(), 10))
        .extracting(entry -> StoredText.text(entry.command()))
        .containsExactly("second");
  }

  @Test
  default void findsAnExecutionByItsNameWithoutScopes() {
    committed(started("a").scope(1, "one"));

    assertThat(executions().find(nameOf("a")))
        .get()
        .extracting(StoredText::of)
        .isEqualTo("v1 RUNNING \"root 1 of a\" {}");
    assertThat(executions().find(nameOf("b"))).isEmpty();
  }

  @Test
  default void listsNewestFirstAndPageByPage() {
    var expected = new ArrayList<ExecutionId>();
    // Three share each start, so that pages end between equals.
    for (var second = 4; second >= 0; second--) {
      for (var i = 0; i < 3; i++) {
        var id = new ExecutionId(20 + i, 1_000L * second + 100 - i);
        committed(started(id, MACHINE, second + "-" + i, START.plusSeconds(second)));
        expected.add(id);
      }
    }
    committed(started(new ExecutionId(1, 1), MACHINE + 1, "other", START));

    for (var size = 1; size <= 16; size++) {
      var pages = new ArrayList<ExecutionId>();
      @Nullable Position after = null;
      List<Summary> page;
      do {
        page = executions().list(all(MACHINE), after, size);
        assertThat(page).hasSizeLessThanOrEqualTo(size);
        for (var row : page) {
          pages.add(row.id());
          after = row.position();
        }
      } while (!page.isEmpty());
      assertThat(pages).as("pages of %s", size).isEqualTo(expected);
    }
  }

  @Test
  default void listsByStatus() {
    committed(started("a"), started("b"), started("c"), started("d"));
    committed(
        moved("b", 1).closed(ExecutionStatus.SUCCEEDED),
        moved("c", 1).closed(ExecutionStatus.ABORTED),
        moved("d", 1).closed(ExecutionStatus.SUCCEEDED));

    assertThat(names(ExecutionStatus.RUNNING)).containsExactly("a");
    assertThat(names(ExecutionStatus.SUCCEEDED)).containsExactlyInAnyOrder("b", "d");
    assertThat(names(ExecutionStatus.ABORTED)).containsExactly("c");
    assertThat(names(ExecutionStatus.FAILED)).isEmpty();
    assertThat(executions().list(of(ExecutionStatus.ABORTED), null, 1))
        .containsExactly(
            new Summary(
                idOf("c"),
                "c",
                ExecutionStatus.ABORTED,
                START,
                START.plusSeconds(60),
                0,
                null,
                null));
  }

  private List<String> names(ExecutionStatus status) {
    return names(of(status));
  }

  private List<String> names(Listing listing) {
    return executions().list(listing, null, 10).stream().map(Summary::name).toList();
  }

  private static Listing all(long stateMachineId) {
    return new Listing(stateMachineId, null, null, null);
  }

  private static Listing of(ExecutionStatus status) {
    return new Listing(MACHINE, status, null, null);
  }

  @Test
  default void listsByTheVersionOrAliasThatTheStartNamed() {
    committed(started("a"), started("through-7"), started("through-alias"));
    committed(moved("through-alias", 1).closed(ExecutionStatus.ABORTED));

    assertThat(names(all(MACHINE))).hasSize(3);
    assertThat(names(new Listing(MACHINE, null, 7, null)))
        .containsExactlyInAnyOrder("through-7", "through-alias");
    assertThat(names(new Listing(MACHINE, ExecutionStatus.ABORTED, 7, null)))
        .containsExactly("through-alias");
    assertThat(names(new Listing(MACHINE, null, null, "PROD"))).containsExactly("through-alias");
    assertThat(names(new Listing(MACHINE, null, 8, null))).isEmpty();
    assertThat(names(new Listing(MACHINE, null, null, "prod"))).isEmpty();
    assertThat(executions().list(new Listing(MACHINE, null, null, "PROD"), null, 1))
        .extracting(Summary::through)
        .containsExactly(new StartedThrough(7, "PROD"));
  }

  @Test
  default void removesClosedExecutionsOfAMachineWithEverythingOfTheirs() {
    committed(
        started("a").scope(1, "x").task(1, CHARGE).history(1, 1).wakeAt(START),
        started("b"),
        started("c").task(2, CHARGE).history(1, 1),
        started(new ExecutionId(1, 1), MACHINE + 1, "other", START));
    executions().sendToRunning(MACHINE, bytes("stop"));
    committed(
        moved("a", 1).closed(ExecutionStatus.ABORTED),
        moved("b", 1).closed(ExecutionStatus.FAILED));

    assertThat(executions().removeClosed(MACHINE, 1)).isEqualTo(1);
    assertThat(executions().removeClosed(MACHINE, 10)).isEqualTo(1);
    assertThat(executions().removeClosed(MACHINE, 10)).isZero();

    assertThat(executions().list(all(MACHINE), null, 10))
        .extracting(Summary::name)
        .containsExactly("c");
    assertThat(executions().list(all(MACHINE + 1), null, 10)).hasSize(1);
    assertThat(executions().find(nameOf("a"))).isEmpty();
    assertThat(StoredText.history(executions(), idOf("a"))).isEmpty();
    assertThat(StoredText.history(executions(), idOf("c"))).containsExactly("1..1");
    assertThat(StoredText.tasks(executions(), CHARGE)).containsExactly(2L);
    assertThat(executions().findInbox(allShards(), 10))
        .extracting(InboxEntry::target)
        .containsExactly(idOf("c"));
    // Its name and rows are free again, so nothing of it was left.
    committed(started("a").scope(2, "y").history(1, 1));
    try (var lane = executions().openLane()) {
      assertThat(StoredText.load(lane, idOf("a"))).endsWith("{2=\"y\"}");
    }
  }

  /** By the store's clock, whatever time it is there: long past, and far in the future. */
  @Test
  default void removesWhatStoppedLongAgo() {
    var past = Instant.EPOCH;
    var future = Instant.parse("2999-01-01T00:00:00Z");
    committed(
        inShard(3, 1).history(1, 2).scope(1, "x").task(1, CHARGE),
        inShard(3, 2),
        inShard(3, 3),
        inShard(3, 4),
        inShard(4, 5));
    committed(
        ended(3, 1, past.plusSeconds(2)),
        ended(3, 2, past.plusSeconds(1)),
        ended(3, 3, future),
        ended(4, 5, past));

    assertThat(executions().removeStopped(3, DAY, 1)).isEqualTo(1);
    assertThat(namesLeft()).as("the earliest first").containsExactly("1", "3", "4", "5");
    assertThat(executions().removeStopped(3, DAY, 10)).isEqualTo(1);
    assertThat(executions().removeStopped(3, DAY, 10)).isZero();
    assertThat(namesLeft())
        .as("what ended late, runs, or is elsewhere")
        .containsExactly("3", "4", "5");
    assertThat(StoredText.history(executions(), new ExecutionId(3, 1))).isEmpty();
    assertThat(StoredText.tasks(executions(), CHARGE)).isEmpty();
    // Its rows are free again, so nothing of it was left.
    committed(inShard(3, 1).scope(2, "y").history(1, 1));
    try (var lane = executions().openLane()) {
      assertThat(StoredText.load(lane, new ExecutionId(3, 1))).endsWith("{2=\"y\"}");
    }
  }

  private static WriteBuilder inShard(int shard, long number) {
    return started(new ExecutionId(shard, number), MACHINE, String.valueOf(number), START);
  }

  private static WriteBuilder ended(int shard, long number, Instant at) {
    return moved(new ExecutionId(shard, number), 1).closed(ExecutionStatus.SUCCEEDED, at);
  }

  private List<String> namesLeft() {
    return executions().list(new Listing(MACHINE, null, null, null), null, 10).stream()
        .map(Summary::name)
        .sorted()
        .toList();
  }
}
