package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.nameOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.Redriven;
import dev.stepwell.engine.store.StoredExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lanes rely on: the fence, and that a batch is written whole or not at all. */
public interface LaneStoreContract extends StoreContract {
  String ARN = "arn:aws:states:us-east-1:123456789012:activity:charge";

  private String load(String name) {
    try (var lane = executions().openLane()) {
      return StoredText.load(lane, idOf(name));
    }
  }

  @Test
  default void startedExecutionIsStoredWhole() {
    try (var lane = executions().openLane()) {
      var write = started("a").wakeAt(START.plusSeconds(5)).scope(1, "left").history(1, 2).build();

      assertThat(lane.commit(List.of(write))).containsExactly(idOf("a"));

      var stored = lane.load(List.of(idOf("a"))).getFirst();
      assertThat(stored.header()).isEqualTo(write.inserted());
      assertThat(stored)
          .usingRecursiveComparison()
          .withEqualsForType(Payload::equals, Payload.class)
          .isEqualTo(
              new StoredExecution(
                  Objects.requireNonNull(write.inserted()),
                  1,
                  ExecutionStatus.RUNNING,
                  write.nextEventId(),
                  write.nextScopeId(),
                  write.lastEventAt(),
                  START.plusSeconds(5),
                  null,
                  null,
                  WriteBuilder.bytes("root 1 of a"),
                  write.scopesWritten()));
    }
  }

  @Test
  default void closedExecutionKeepsItsEnd() {
    committed(started("a").wakeAt(START));
    committed(moved("a", 1).closed(ExecutionStatus.FAILED).document("outcome"));

    try (var lane = executions().openLane()) {
      var stored = lane.load(List.of(idOf("a"))).getFirst();
      assertThat(stored.stoppedAt()).isEqualTo(START.plusSeconds(60));
      assertThat(stored.wakeAt()).isNull();
      assertThat(StoredText.of(stored)).isEqualTo("v2 FAILED \"outcome\" {}");
    }
  }

  @Test
  default void redrivenExecutionRunsAgainAndRemembersIt() {
    committed(started("a").scope(1, "left"), started("b"));
    committed(
        moved("a", 1).closed(ExecutionStatus.FAILED).document("outcome"),
        moved("b", 1).closed(ExecutionStatus.FAILED));
    committed(moved("a", 2).redriven(1).document("root"), moved("b", 2).history(1, 1));
    committed(moved("a", 3).closed(ExecutionStatus.ABORTED));

    try (var lane = executions().openLane()) {
      var stored = lane.load(List.of(idOf("a"))).getFirst();
      var redriven = Objects.requireNonNull(stored.redriven());
      assertThat(StoredText.of(stored)).isEqualTo("v4 ABORTED \"root\" {1=\"left\"}");
      assertThat(redriven.count()).isEqualTo(1);
      assertThat(redriven.at()).isEqualTo(START.plusSeconds(60));
      assertThat(StoredText.text(redriven.tokens())).isEqualTo("tokens 1");
      assertThat(lane.load(List.of(idOf("b"))).getFirst().redriven()).isNull();
    }
    committed(moved("a", 4).redriven(2), started("c").history(1, 1));
    assertThat(executions().find(nameOf("a")).orElseThrow().redriven())
        .extracting(Redriven::count)
        .isEqualTo(2);
    assertThat(executions().list(new ExecutionStore.Listing(MACHINE, null, null, null), null, 9))
        .extracting(
            ExecutionStore.Summary::name,
            ExecutionStore.Summary::redriveCount,
            ExecutionStore.Summary::redrivenAt)
        .containsExactlyInAnyOrder(
            tuple("a", 2, START.plusSeconds(120)), tuple("b", 0, null), tuple("c", 0, null));
  }

  @Test
  default void redrivenExecutionIsNotRemovedWhileItRuns() {
    var longAgo = Instant.parse("2020-01-01T00:00:00Z");
    committed(started("a"));
    committed(moved("a", 1).closed(ExecutionStatus.FAILED, longAgo));
    committed(moved("a", 2).redriven(1));

    var shard = WriteBuilder.shardOf("a");
    assertThat(executions().removeStopped(shard, Duration.ofDays(1), 10)).isZero();
    assertThat(executions().removeClosed(MACHINE, 10)).isZero();
    committed(moved("a", 3).closed(ExecutionStatus.FAILED, longAgo));
    assertThat(executions().removeStopped(shard, Duration.ofDays(1), 10)).isEqualTo(1);
  }

  @Test
  default void timesAreStoredInMilliseconds() {
    var nanos = Instant.parse("2026-11-22T10:15:30.123456789Z");
    committed(started("a").wakeAt(nanos));

    assertThat(executions().findWakeups(StoredText.allShards(), nanos, 1))
        .extracting(ExecutionStore.Wakeup::wakeAt)
        .containsExactly(Instant.parse("2026-11-22T10:15:30.123Z"));
  }

  @Test
  default void documentThatIsNotWrittenStays() {
    committed(started("a"));
    committed(moved("a", 1).history(1, 1));

    assertThat(load("a")).isEqualTo("v2 RUNNING \"root 1 of a\" {}");
  }

  @Test
  default void largeDocumentsComeBackAsTheyWere() {
    var large = "0123456789abcdef".repeat(40_000);
    committed(started("a").document(large).scope(2, large + "scope"));
    committed(moved("a", 1).history(1, 1));

    assertThat(load("a")).isEqualTo("v2 RUNNING \"" + large + "\" {2=\"" + large + "scope\"}");
  }

  @Test
  default void scopesAreWrittenChangedAndRemovedOneByOne() {
    committed(started("a").scope(1, "one").scope(2, "two").scope(3, "three"));
    committed(moved("a", 1).scope(2, "two again").scope(4, "").removingScopes(1, 3));

    assertThat(load("a")).isEqualTo("v2 RUNNING \"root 1 of a\" {2=\"two again\", 4=\"\"}");
  }

  @Test
  default void whatOneWriteAddsAndRemovesIsGone() {
    committed(started("a"));
    committed(
        moved("a", 1)
            .scope(1, "one")
            .scope(2, "two")
            .removingScopes(1)
            .task(5, ARN)
            .task(6, ARN)
            .removingTasks(5));

    assertThat(load("a")).isEqualTo("v2 RUNNING \"root 1 of a\" {2=\"two\"}");
    assertThat(StoredText.tasks(executions(), ARN)).containsExactly(6L);
  }

  @Test
  default void updateAtAnotherVersionIsLeftOutWithAllItsRows() {
    committed(started("a").scope(1, "one").task(3, ARN).history(1, 3));
    executions().sendToRunning(WriteBuilder.MACHINE, WriteBuilder.bytes("stop"));
    var command = executions().findInbox(StoredText.allShards(), 10).getFirst();
    committed(moved("a", 1).document("root 2"));
    committed(started("b").task(9, ARN));

    try (var lane = executions().openLane()) {
      var late =
          moved("a", 1)
              .document("never")
              .wakeAt(START)
              .scope(1, "never")
              .scope(2, "never")
              .removingScopes(1)
              .history(4, 2)
              .task(4, ARN)
              .removingTasks(3)
              .removingInbox(command.inboxId());
      var written =
          lane.commit(
              batch(
                  late,
                  moved("b", 1).scope(7, "seven").history(1, 1).removingTasks(9).task(10, ARN),
                  started("c").task(11, ARN).history(1, 1)));

      assertThat(written).containsExactlyInAnyOrder(idOf("b"), idOf("c"));
    }
    assertThat(load("a")).isEqualTo("v2 RUNNING \"root 2\" {1=\"one\"}");
    assertThat(load("b")).isEqualTo("v2 RUNNING \"root 1 of b\" {7=\"seven\"}");
    assertThat(StoredText.history(executions(), idOf("a"))).containsExactly("1..3");
    assertThat(StoredText.history(executions(), idOf("b"))).containsExactly("1..1");
    assertThat(StoredText.tasks(executions(), ARN)).containsExactly(3L, 10L, 11L);
    assertThat(executions().findInbox(StoredText.allShards(), 10)).hasSize(1);
    assertThat(executions().findWakeups(StoredText.allShards(), START, 10)).isEmpty();
  }

  @Test
  default void updateOfAnUnknownExecutionIsLeftOut() {
    try (var lane = executions().openLane()) {
      assertThat(lane.commit(batch(moved("a", 1).history(1, 1).task(1, ARN)))).isEmpty();
    }
    assertThat(StoredText.tasks(executions(), ARN)).isEmpty();
  }

  @Test
  default void emptyBatchWritesNothing() {
    try (var lane = executions().openLane()) {
      assertThat(lane.commit(List.of())).isEmpty();
    }
  }

  @Test
  default void twoWritesOfOneExecutionAreABug() {
    committed(started("a"));
    try (var lane = executions().openLane()) {
      assertThatThrownBy(() -> lane.commit(batch(moved("a", 1), moved("a", 1))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(load("a")).startsWith("v1 ");
  }

  @Test
  default void everyExecutionOfALargeMixedBatchGetsItsOwnRows() {
    var count = 300;
    try (var lane = executions().openLane()) {
      lane.commit(
          range(count, 0)
              .map(i -> started("e" + i).task(1, ARN).scope(1, "s" + i).build())
              .toList());

      var second = new ArrayList<ExecutionWrite>();
      range(count, 0).map(i -> stepOf(i)).map(WriteBuilder::build).forEach(second::add);
      range(count, count)
          .map(i -> started("e" + i).history(1, 1 + i % 3).build())
          .forEach(second::add);
      assertThat(lane.commit(second)).hasSize(2 * count);

      for (var i = 0; i < count; i++) {
        var scopes = i % 4 == 0 ? "{}" : "{1=\"s" + i + "\", 2=\"t" + i + "\", 3=\"u" + i + "\"}";
        assertThat(StoredText.load(lane, idOf("e" + i)))
            .isEqualTo(
                "v2 RUNNING \"" + (i % 2 == 0 ? "d" + i : "root 1 of e" + i) + "\" " + scopes);
        assertThat(StoredText.history(executions(), idOf("e" + i)))
            .isEqualTo(i % 3 == 0 ? List.of() : List.of("1.." + i % 3));
      }
    }
    assertThat(StoredText.history(executions(), idOf("e" + 302))).containsExactly("1..3");
    assertThat(executions().findWaitingTasks(ARN, count))
        .extracting(ExecutionStore.WaitingTask::id)
        .containsExactlyInAnyOrderElementsOf(
            range(count, 0).filter(i -> i % 5 != 0).map(i -> idOf("e" + i)).toList());
  }

  /** Different rows for different executions, so that a slip by one shows. */
  private static WriteBuilder stepOf(int i) {
    var write = moved("e" + i, 1);
    if (i % 2 == 0) {
      write.document("d" + i);
    }
    if (i % 3 != 0) {
      write.history(1, i % 3);
    }
    if (i % 4 == 0) {
      write.removingScopes(1);
    } else {
      write.scope(2, "t" + i).scope(3, "u" + i);
    }
    return i % 5 == 0 ? write.removingTasks(1) : write;
  }

  private static Stream<Integer> range(int count, int from) {
    return IntStream.range(from, from + count).boxed();
  }

  @Test
  default void loadFindsTheOnesThatExistEachWithItsScopes() {
    committed(started("a").scope(1, "of a"), started("b").scope(1, "of b").scope(2, "b too"));

    try (var lane = executions().openLane()) {
      assertThat(lane.load(List.of(idOf("b"), idOf("nobody"), idOf("a"), idOf("b"))))
          .extracting(StoredText::of)
          .containsExactlyInAnyOrder(
              "v1 RUNNING \"root 1 of a\" {1=\"of a\"}",
              "v1 RUNNING \"root 1 of b\" {1=\"of b\", 2=\"b too\"}");
      assertThat(lane.load(List.of())).isEmpty();
    }
  }

  @Test
  default void ofTwoLanesThatMoveOneExecutionOneWins() throws InterruptedException {
    committed(started("a"), started("b"));
    var winners = Collections.synchronizedList(new ArrayList<ExecutionId>());
    var threads =
        IntStream.range(0, 4)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try (LaneStore lane = executions().openLane()) {
                        var order = i % 2 == 0;
                        winners.addAll(
                            lane.commit(
                                batch(
                                    moved(order ? "a" : "b", 1).history(1, 1 + i),
                                    moved(order ? "b" : "a", 1).history(1, 1 + i))));
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }

    assertThat(winners).containsExactlyInAnyOrder(idOf("a"), idOf("b"));
    assertThat(load("a")).startsWith("v2 ");
    assertThat(StoredText.history(executions(), idOf("a"))).hasSize(1);
  }
}
