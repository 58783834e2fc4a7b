package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore.Milestone;
import dev.stepwell.engine.store.ExecutionStore.MilestonePosition;
import dev.stepwell.engine.store.ExecutionStore.Progress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What those ask who watch executions. */
public interface LiveStoreContract extends StoreContract {

  @Test
  default void progressIsThatOfTheLastCommit() {
    committed(started("a"), started("b"), started("c"));
    committed(moved("b", 1).closed(ExecutionStatus.FAILED));

    assertThat(otherNode().executions().progress(List.of(idOf("b"), idOf("unknown"), idOf("a"))))
        .containsExactlyInAnyOrder(
            new Progress(idOf("a"), 99, ExecutionStatus.RUNNING),
            new Progress(idOf("b"), 100, ExecutionStatus.FAILED));
    assertThat(node().executions().progress(List.of())).isEmpty();
  }

  private long now() {
    return node().executions().milestoneNews(Set.of(), 0).horizon();
  }

  private List<String> milestones(long from, int limit) {
    return node()
        .executions()
        .milestones(MACHINE, new MilestonePosition(from, new ExecutionId(0, 0)), limit)
        .stream()
        .map(milestone -> milestone.executionName() + " " + milestone.chunk().firstEventId())
        .toList();
  }

  @Test
  default void milestonesComeInOrderOfTheirCommits() {
    var before = now();
    committed(started("a").history(1, 2).milestone());
    committed(started("b").history(1, 1).milestone());
    committed(moved("a", 1).history(3, 2));
    var between = now();
    committed(moved("b", 1).history(2, 5).milestone().closed(ExecutionStatus.FAILED));
    committed(
        started(new ExecutionId(1, 1), MACHINE + 1, "other", START).history(1, 1).milestone());

    assertThat(milestones(before, 10)).containsExactly("a 1", "b 1", "b 2");
    assertThat(milestones(before, 2)).containsExactly("a 1", "b 1");
    assertThat(milestones(between, 10)).containsExactly("b 2");
    assertThat(milestones(now(), 10)).isEmpty();
  }

  @Test
  default void milestonesGoOnAfterAPosition() {
    committed(started("a").history(1, 2).milestone(), started("b").history(1, 1).milestone());
    committed(moved("a", 1).history(3, 2).milestone());
    var all =
        node()
            .executions()
            .milestones(MACHINE, new MilestonePosition(0, new ExecutionId(0, 0)), 10);

    assertThat(all).hasSize(3);
    for (var i = 0; i < all.size(); i++) {
      assertThat(otherNode().executions().milestones(MACHINE, all.get(i).position(), 10))
          .extracting(Milestone::position)
          .isEqualTo(all.subList(i + 1, all.size()).stream().map(Milestone::position).toList());
    }
  }

  @Test
  default void newsNameTheMachinesThatHaveAny() {
    var before = now();
    committed(started("a").history(1, 2).milestone());
    var machines = Set.of(MACHINE, MACHINE + 1);

    var news = otherNode().executions().milestoneNews(machines, before);
    assertThat(news.stateMachineIds()).containsExactly(MACHINE);
    assertThat(otherNode().executions().milestoneNews(machines, news.horizon()).stateMachineIds())
        .isEmpty();
  }
}
