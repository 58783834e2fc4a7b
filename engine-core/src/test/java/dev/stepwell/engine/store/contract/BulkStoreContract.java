package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.BulkStore.Bulk;
import dev.stepwell.engine.store.BulkStore.Item;
import dev.stepwell.engine.store.BulkStore.Outcome;
import dev.stepwell.engine.store.BulkStore.Stage;
import dev.stepwell.engine.store.ExecutionStore.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What bulk actions rely on: each step is written once. */
public interface BulkStoreContract extends StoreContract {
  Duration WEEK = Duration.ofDays(7);

  private BulkStore bulks() {
    return node().bulks();
  }

  private Bulk bulk(String id) {
    return otherNode().bulks().find(id).orElseThrow();
  }

  private static Item item(int ordinal, Outcome outcome) {
    return new Item(ordinal, new ExecutionId(3, 70 + ordinal), "arn:é:" + ordinal, outcome);
  }

  @Test
  default void eachStepIsWrittenOnce() {
    bulks().create("a", "{\"é\"}", START, WEEK);
    var empty = new Bulk("a", "{\"é\"}", Stage.SELECTING, 0, null, 0, 0, 0);
    assertThat(bulk("a")).isEqualTo(empty);

    var until = new Position(START, new ExecutionId(9, 1_000_000_000_000L));
    var two = List.of(item(1, Outcome.OPEN), item(2, Outcome.OPEN));
    assertThat(bulks().select(empty, Stage.SELECTING, until, two)).isTrue();
    assertThat(bulks().select(empty, Stage.SELECTING, until, two)).isFalse();
    var begun = bulk("a");
    assertThat(begun).isEqualTo(new Bulk("a", "{\"é\"}", Stage.SELECTING, 1, until, 2, 0, 0));
    assertThat(bulks().select(begun, Stage.SELECTED, null, List.of(item(3, Outcome.OPEN))))
        .isTrue();
    var selected = bulk("a");
    assertThat(selected).isEqualTo(new Bulk("a", "{\"é\"}", Stage.SELECTED, 2, until, 3, 0, 0));
    assertThat(bulks().items("a", 0, 2)).isEqualTo(two);
    assertThat(bulks().items("a", 2, 2)).containsExactly(item(3, Outcome.OPEN));

    var told = List.of(item(1, Outcome.STOPPED), item(2, Outcome.CLOSED));
    assertThat(bulks().process(selected, Stage.RUNNING, told)).isTrue();
    assertThat(bulks().process(selected, Stage.RUNNING, told)).isFalse();
    assertThat(bulk("a")).isEqualTo(new Bulk("a", "{\"é\"}", Stage.RUNNING, 3, until, 3, 2, 1));
    assertThat(bulks().items("a", 0, 9))
        .containsExactly(told.get(0), told.get(1), item(3, Outcome.OPEN));
    assertThat(bulks().process(bulk("a"), Stage.DONE, List.of())).isTrue();
    assertThat(bulk("a").stage()).isEqualTo(Stage.DONE);
  }

  @Test
  default void oldOnesGoWhenNewOnesCome() {
    bulks().create("old", "", START, WEEK);
    bulks().select(bulk("old"), Stage.SELECTED, null, List.of(item(1, Outcome.OPEN)));
    bulks().create("young", "", START.plusSeconds(1), WEEK);
    bulks().create("new", "", START.plus(WEEK).plusMillis(500), WEEK);

    assertThat(bulks().find("old")).isEmpty();
    assertThat(bulks().items("old", 0, 9)).isEmpty();
    assertThat(bulk("young").id()).isEqualTo("young");
    assertThat(bulk("new").id()).isEqualTo("new");
  }
}
