package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.store.DuplicateExecutionException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lanes and readers rely on: a history is written once, and read from anywhere. */
public interface HistoryStoreContract extends StoreContract {

  @Test
  default void historyIsNeverWrittenTwice() {
    committed(started("a").history(1, 2), started("b"));

    try (var lane = executions().openLane()) {
      assertThatThrownBy(() -> lane.commit(batch(moved("b", 1), moved("a", 1).history(1, 3))))
          .isInstanceOf(DuplicateExecutionException.class);
      assertThat(StoredText.load(lane, idOf("a"))).startsWith("v1 ");
      assertThat(StoredText.load(lane, idOf("b"))).startsWith("v1 ");
    }
    assertThat(StoredText.history(executions(), idOf("a"))).containsExactly("1..2");
  }

  @Test
  default void readsHistoryForwardFromAnyEvent() {
    historyOfNine();

    assertThat(forward(1, 1)).containsExactly("1..2");
    assertThat(forward(1, 2)).containsExactly("1..2");
    assertThat(forward(1, 3)).containsExactly("1..2", "3..3");
    assertThat(forward(2, 2)).containsExactly("1..2", "3..3");
    assertThat(forward(4, 1)).containsExactly("4..8");
    assertThat(forward(7, 2)).containsExactly("4..8");
    assertThat(forward(7, 3)).containsExactly("4..8", "9..9");
    assertThat(forward(9, 100)).containsExactly("9..9");
    assertThat(forward(10, 100)).isEmpty();
    assertThat(forward(1, 1_000)).containsExactly("1..2", "3..3", "4..8", "9..9");
  }

  @Test
  default void readsHistoryBackwardFromAnyEvent() {
    historyOfNine();

    assertThat(backward(9, 1)).containsExactly("9..9");
    assertThat(backward(9, 2)).containsExactly("9..9", "4..8");
    assertThat(backward(9, 6)).containsExactly("9..9", "4..8");
    assertThat(backward(9, 7)).containsExactly("9..9", "4..8", "3..3");
    assertThat(backward(5, 2)).containsExactly("4..8");
    assertThat(backward(5, 3)).containsExactly("4..8", "3..3");
    assertThat(backward(1, 10)).containsExactly("1..2");
    assertThat(backward(0, 10)).isEmpty();
    assertThat(backward(1_000_000, 2)).containsExactly("9..9", "4..8");
    assertThat(backward(9, 1_000)).containsExactly("9..9", "4..8", "3..3", "1..2");
  }

  private void historyOfNine() {
    committed(started("a").history(1, 2), started("b").history(1, 50));
    committed(moved("a", 1).history(3, 1));
    committed(moved("a", 2).history(4, 5));
    committed(moved("a", 3).history(9, 1));
  }

  private List<String> forward(long fromEventId, int minEvents) {
    return StoredText.history(executions().readHistory(idOf("a"), fromEventId, false, minEvents));
  }

  private List<String> backward(long fromEventId, int minEvents) {
    return StoredText.history(executions().readHistory(idOf("a"), fromEventId, true, minEvents));
  }

  @Test
  default void unknownExecutionHasNoHistory() {
    assertThat(executions().readHistory(idOf("a"), 1, false, 10)).isEmpty();
    assertThat(executions().readHistory(idOf("a"), 1, true, 10)).isEmpty();
  }
}
