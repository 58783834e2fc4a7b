package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.store.FunctionStore;
import dev.stepwell.engine.store.FunctionStore.Log;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Functions with a target of their own, and what their handlers print. */
public interface FunctionStoreContract extends StoreContract {

  private FunctionStore functions() {
    return node().functions();
  }

  private static RegisteredFunction function(String name, FunctionTarget target) {
    return new RegisteredFunction(name, target, Duration.ofSeconds(3));
  }

  private static Log log(String execution, long scheduledEventId, String text) {
    return new Log(idOf(execution), scheduledEventId, "Pay", START, false, text);
  }

  @Test
  default void functionsOfEveryTargetAreListedByName() {
    var runtime = function("b", new FunctionTarget.RuntimeApi());
    var invoke = function("a", new FunctionTarget.InvokeApi(URI.create("http://here:1/")));
    var plain = function("Z", new FunctionTarget.PlainUrl(URI.create("https://there/x?y=1")));
    functions().put(runtime);
    functions().put(invoke);
    functions().put(plain);

    assertThat(functions().list()).containsExactly(plain, invoke, runtime);
  }

  @Test
  default void functionGetsAnotherTargetOrNone() {
    functions().put(function("a", new FunctionTarget.InvokeApi(URI.create("http://here:1/"))));
    var changed = function("a", new FunctionTarget.RuntimeApi());
    functions().put(changed);

    assertThat(functions().list()).containsExactly(changed);
    assertThat(functions().remove("a")).isTrue();
    assertThat(functions().remove("a")).isFalse();
    assertThat(functions().list()).isEmpty();
  }

  @Test
  default void logsAreKeptByAttemptAndListedInOrder() {
    functions().putLog(log("one", 9, "later"));
    functions().putLog(log("one", 3, "first"));
    functions().putLog(log("two", 4, "of another execution"));
    var replaced = new Log(idOf("one"), 3, "Pay", START, true, "again\u0000\n\ud83d\ude00");
    functions().putLog(replaced);

    assertThat(functions().findLog(idOf("one"), 3)).contains(replaced);
    assertThat(functions().findLog(idOf("one"), 4)).isEmpty();
    assertThat(functions().listLogs(idOf("one"), 0, 10))
        .containsExactly(replaced, log("one", 9, "later"));
    assertThat(functions().listLogs(idOf("one"), 0, 1)).containsExactly(replaced);
    assertThat(functions().listLogs(idOf("one"), 3, 10)).containsExactly(log("one", 9, "later"));
  }

  @Test
  default void logsGoWithTheirExecution() {
    try (var lane = node().executions().openLane()) {
      var closed = started("one").closed(ExecutionStatus.SUCCEEDED).history(1, 2);
      assertThat(lane.commit(batch(closed))).hasSize(1);
    }
    functions().putLog(log("one", 3, "text"));

    assertThat(node().executions().removeClosed(WriteBuilder.MACHINE, 10)).isOne();

    assertThat(functions().listLogs(idOf("one"), 0, 10)).isEmpty();
  }
}
