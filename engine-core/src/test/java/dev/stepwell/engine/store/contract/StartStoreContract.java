package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.nameOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.shardOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.DuplicateExecutionException;
import dev.stepwell.engine.store.ExecutionName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lanes rely on at starts: a name and an id are taken once. */
public interface StartStoreContract extends StoreContract {

  @Test
  default void startOfATakenNameWritesNothingOfTheBatch() {
    committed(started("a"), started("b"));
    var namesake = started(new ExecutionId(shardOf("a"), 5), MACHINE, "a", START);

    try (var lane = executions().openLane()) {
      assertThatThrownBy(
              () -> lane.commit(batch(started("c").history(1, 1), moved("b", 1), namesake)))
          .isInstanceOf(DuplicateExecutionException.class);
      assertThat(lane.load(List.of(idOf("c")))).isEmpty();
      assertThat(StoredText.load(lane, idOf("b"))).startsWith("v1 ");
      assertThat(lane.commit(batch(started("c"), moved("b", 1)))).hasSize(2);
    }
  }

  @Test
  default void startOfATakenIdIsADuplicate() {
    committed(started("a"));
    var sameId = started(idOf("a"), MACHINE, "another", START);

    try (var lane = executions().openLane()) {
      assertThatThrownBy(() -> lane.commit(batch(sameId)))
          .isInstanceOf(DuplicateExecutionException.class);
    }
  }

  @Test
  default void twoStartsOfOneNameInABatchAreADuplicate() {
    var namesake = started(new ExecutionId(shardOf("a"), 5), MACHINE, "a", START);

    try (var lane = executions().openLane()) {
      assertThatThrownBy(() -> lane.commit(batch(started("a"), namesake)))
          .isInstanceOf(DuplicateExecutionException.class);
      assertThat(lane.findByName(List.of(nameOf("a")))).isEmpty();
    }
  }

  @Test
  default void findByNameLeavesFreeNamesOut() {
    committed(started("a").scope(1, "of a"), started("b"));

    try (var lane = executions().openLane()) {
      var other = new ExecutionName(shardOf("b"), MACHINE + 1, "b");
      assertThat(lane.findByName(List.of(nameOf("a"), nameOf("free"), other)))
          .extracting(StoredText::of)
          .containsExactly("v1 RUNNING \"root 1 of a\" {}");
      assertThat(lane.findByName(List.of())).isEmpty();
    }
  }
}
