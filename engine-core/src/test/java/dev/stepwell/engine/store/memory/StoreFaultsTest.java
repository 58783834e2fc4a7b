package dev.stepwell.engine.store.memory;

import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreFaultsTest {
  private final InMemoryDatabase database = new InMemoryDatabase(Clock.systemUTC(), new Random(1));
  private final LaneStore lane = new InMemoryStores(database).executions().openLane();

  private void failingWith(StoreFaults.CommitFault fault) {
    database.inject(
        new StoreFaults() {
          @Override
          public CommitFault onCommit(List<ExecutionWrite> writes) {
            return fault;
          }
        });
  }

  private boolean isStored() {
    database.inject(StoreFaults.NONE);
    return !lane.load(List.of(idOf("a"))).isEmpty();
  }

  @Test
  void unavailableWritesNothing() {
    failingWith(StoreFaults.CommitFault.UNAVAILABLE);
    assertThatThrownBy(() -> lane.commit(batch(started("a"))))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(isStored()).isFalse();
  }

  @Test
  void lostBeforeCommitWritesNothing() {
    failingWith(StoreFaults.CommitFault.LOST_BEFORE_COMMIT);
    assertThatThrownBy(() -> lane.commit(batch(started("a"))))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(isStored()).isFalse();
  }

  @Test
  void lostAfterCommitWritesEverything() {
    failingWith(StoreFaults.CommitFault.LOST_AFTER_COMMIT);
    assertThatThrownBy(() -> lane.commit(batch(started("a"))))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(isStored()).isTrue();
  }

  @Test
  void lostWhileCommittingWritesEverythingLater() {
    failingWith(StoreFaults.CommitFault.LOST_WHILE_COMMITTING);
    assertThatThrownBy(() -> lane.commit(batch(started("a"))))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(isStored()).isFalse();
    lane.endLostCommit();
    assertThat(isStored()).isTrue();
  }

  @Test
  void readsFailWhenToldTo() {
    database.inject(
        new StoreFaults() {
          @Override
          public boolean failsRead() {
            return true;
          }
        });
    assertThatThrownBy(() -> lane.load(List.of(idOf("a"))))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> lane.findByName(List.of()))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
