package dev.stepwell.engine;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.store.ExecutionStore.Listing;
import dev.stepwell.engine.store.ExpressStore.Ended;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import dev.stepwell.engine.thread.JvmThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration KEPT = Duration.ofDays(90);

  private final TestClock clock = new TestClock();
  private final InMemoryDatabase database = new InMemoryDatabase(clock, new Random(1));
  private final InMemoryStores stores = new InMemoryStores(database);

  private Membership node(String id) {
    return new Membership(stores.cluster(), id, "here", clock.instant(), Duration.ofSeconds(10));
  }

  private Retention retention(Membership node) {
    return new Retention(
        stores.executions(), stores.express(), node, new JvmThreads(), clock, KEPT);
  }

  /** In a shard: {@code count} that have ended now, and one that runs. */
  private void close(int shard, int count) {
    try (var lane = stores.executions().openLane()) {
      for (var number = 0; number <= count; number++) {
        var id = new ExecutionId(shard, number);
        lane.commit(batch(started(id, MACHINE, shard + "-" + number, START)));
        if (number < count) {
          lane.commit(batch(moved(id, 1).closed(ExecutionStatus.SUCCEEDED, clock.instant())));
        }
      }
    }
  }

  private void closeOneInEveryShard() {
    for (var shard = 0; shard < Shards.COUNT; shard++) {
      close(shard, 1);
    }
  }

  private int left() {
    return stores
        .executions()
        .list(new Listing(MACHINE, null, null, null), null, Integer.MAX_VALUE)
        .size();
  }

  @Test
  void whatEndedLongEnoughAgoGoesInBatches() {
    close(5, Retention.BATCH + 1);
    close(7, 1);
    var retention = retention(node("a"));
    clock.advance(KEPT);
    retention.advance();
    assertThat(left()).as("not a moment too early").isEqualTo(Retention.BATCH + 4);

    clock.advance(Retention.REST);
    retention.advance();
    assertThat(left()).isEqualTo(4);
    retention.advance();
    assertThat(left()).isEqualTo(3);
    retention.advance();
    assertThat(left()).as("those that run").isEqualTo(2);
  }

  @Test
  void itRestsWhenThereIsNothingToDo() {
    var retention = retention(node("a"));
    retention.advance();
    closeOneInEveryShard();
    clock.advance(KEPT.plusMillis(1).minus(Retention.REST));
    retention.advance();
    clock.advance(Retention.REST.minusMillis(2));
    retention.advance();
    assertThat(left()).isEqualTo(2 * Shards.COUNT);
    clock.advance(Duration.ofMillis(2));
    retention.advance();
    assertThat(left()).isLessThan(2 * Shards.COUNT);
  }

  /** Of a machine that is not there. */
  private void endExpress(int count) {
    for (var number = 0; number < count; number++) {
      var header =
          new ExecutionHeader(
              new ExecutionId(
                  3, (clock.instant().toEpochMilli() << IdGenerator.TIME_SHIFT) + number),
              new RevisionKey(MACHINE, 1),
              "e",
              Payload.ofText("{}"),
              clock.instant(),
              null,
              null,
              null);
      stores
          .express()
          .end(List.of(new Ended(header, ExecutionStatus.SUCCEEDED, clock.instant(), new byte[0])));
    }
  }

  private int expressLeft() {
    var any = new SearchStore.Range(null, null, null, Instant.EPOCH, Instant.MAX);
    return stores.express().ended().places(List.of(MACHINE), any, null, Integer.MAX_VALUE).size();
  }

  @Test
  void expressExecutionsGoWithTheirMachine() {
    endExpress(Retention.BATCH + 1);
    var retention = retention(node("a"));
    retention.advance();
    assertThat(expressLeft()).isEqualTo(1);
    retention.advance();
    assertThat(expressLeft()).isZero();
  }

  @Test
  void eachNodeLooksAfterItsOwnShards() {
    closeOneInEveryShard();
    clock.advance(KEPT.plusMillis(1));
    var first = node("a");
    var second = node("b");
    List.of(first, second, first).forEach(Membership::beat);
    var retention = retention(first);
    for (var round = 0; round <= Shards.COUNT; round++) {
      retention.advance();
    }
    assertThat(left()).isEqualTo(2 * Shards.COUNT - first.ownShards().size());
  }
}
