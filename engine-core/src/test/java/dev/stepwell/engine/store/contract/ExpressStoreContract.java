package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.ExpressStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Express executions rely on: none that was accepted is lost, and one node runs each. */
public interface ExpressStoreContract extends StoreContract {

  private ExpressStore express() {
    return node().express();
  }

  /** Several may have one name. */
  private static ExecutionHeader execution(int number) {
    return new ExecutionHeader(
        new ExecutionId(number % 3, number),
        new RevisionKey(7, 2),
        "größer",
        Payload.ofText("{\"a\" : 1.10}"),
        START.plusSeconds(number),
        number == 1 ? "Root=1" : null,
        null,
        number == 2 ? new StartedThrough(3, "PROD") : null);
  }

  @Test
  default void acceptedExecutionsAreTakenOverWholeAndOnce() {
    for (var i = 1; i <= 5; i++) {
      express().accept(execution(i), i == 5 ? "other" : "dead");
    }
    assertThat(express().nodes()).containsExactly("dead", "other");

    assertThat(express().takeOver("dead", "heir", 3))
        .containsExactly(execution(1), execution(2), execution(3));
    assertThat(node().express().takeOver("dead", "late", 3)).containsExactly(execution(4));
    assertThat(express().takeOver("dead", "heir", 3)).isEmpty();
    assertThat(express().nodes()).containsExactly("heir", "late", "other");
  }

  @Test
  default void removedExecutionsAreGone() {
    var ids = IntStream.rangeClosed(1, 4).mapToObj(i -> execution(i).id()).toList();
    for (var i = 1; i <= 4; i++) {
      express().accept(execution(i), "node");
    }
    express().remove(List.of());
    express().remove(ids.subList(0, 3));
    express().remove(ids.subList(0, 1));

    assertThat(otherNode().express().takeOver("node", "heir", 10)).containsExactly(execution(4));
  }
}
