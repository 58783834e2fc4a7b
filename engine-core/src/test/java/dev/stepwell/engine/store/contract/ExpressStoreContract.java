package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import java.time.Duration;
import java.time.Instant;
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

  private static ExecutionHeader startedAt(Instant time, int counter) {
    var header = execution(2);
    return new ExecutionHeader(
        new ExecutionId(2, (time.toEpochMilli() << IdGenerator.TIME_SHIFT) + counter),
        header.stateMachine(),
        header.name(),
        header.input(),
        time,
        null,
        null,
        header.through());
  }

  private static ExpressStore.Ended ended(ExecutionHeader execution, ExecutionStatus status) {
    var stoppedAt = execution.startedAt().plusMillis(50);
    return new ExpressStore.Ended(
        execution, status, stoppedAt, ("{\"v\":3,\"error\":\"" + status + "\"}").getBytes(UTF_8));
  }

  private List<SearchStore.Candidate> listed() {
    var any = new SearchStore.Range(null, null, null, Instant.EPOCH, START.plusSeconds(999));
    var places = express().ended().places(List.of(7L), any, null, 10);
    return express()
        .ended()
        .candidates(
            places.stream().map(place -> place.position().id()).toList(),
            new SearchStore.Wanted(null, null, null, null, null, "FAILED".getBytes(UTF_8)));
  }

  @Test
  default void executionsThatEndedAreListedAndNotAcceptedAnyMore() {
    express().accept(execution(1), "node");
    express().end(List.of());
    express()
        .end(
            List.of(
                ended(execution(1), ExecutionStatus.FAILED),
                ended(execution(2), ExecutionStatus.FAILED),
                ended(execution(3), ExecutionStatus.SUCCEEDED)));
    express().end(List.of(ended(execution(1), ExecutionStatus.SUCCEEDED)));

    assertThat(express().nodes()).isEmpty();
    assertThat(listed())
        .extracting(found -> found.summary().id())
        .containsExactly(execution(2).id(), execution(1).id());
    var second = listed().getFirst().summary();
    assertThat(second.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(second.stoppedAt()).isEqualTo(START.plusSeconds(2).plusMillis(50));
    assertThat(second.through()).isEqualTo(new StartedThrough(3, "PROD"));
  }

  @Test
  default void anExecutionIsSeenWhileItRunsAndWhenItHasEnded() {
    express().accept(execution(2), "node");
    var running = express().find(execution(2).id()).orElseThrow();
    assertThat(running.status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(running.startedAt()).isEqualTo(execution(2).startedAt());
    assertThat(running.stoppedAt()).isNull();
    assertThat(running.input().text()).isEqualTo("{\"a\" : 1.10}");
    assertThat(running.through()).isEqualTo(new StartedThrough(3, "PROD"));

    var end = ended(execution(2), ExecutionStatus.FAILED);
    express().end(List.of(end));
    express().accept(execution(2), "node");
    var seen = otherNode().express().find(execution(2).id()).orElseThrow();
    assertThat(seen.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(seen.stoppedAt()).isEqualTo(end.stoppedAt());
    assertThat(seen.document()).isEqualTo(end.document());
    assertThat(seen.through()).isEqualTo(running.through());
    assertThat(express().find(execution(3).id())).isEmpty();
  }

  @Test
  default void whatEndedOfAMachineThatIsGoneIsRemovedSomeAtATime() {
    var key = new RevisionKey(8, 1);
    var machine = new Machine(8, "there", "EXPRESS", false, START, "{}", 1, 0, 0);
    node().stateMachines().create(machine, new Revision(key, null, "{}", "arn", "{}", START), null);
    var like = execution(9);
    var ofMachine =
        new ExecutionHeader(
            like.id(), key, like.name(), like.input(), like.startedAt(), null, null, null);
    express().end(List.of(ended(ofMachine, ExecutionStatus.SUCCEEDED)));
    for (var i = 1; i <= 3; i++) {
      express().end(List.of(ended(execution(i), ExecutionStatus.SUCCEEDED)));
    }
    assertThat(express().removeEndedOfNoMachine(2)).isEqualTo(2);
    assertThat(express().removeEndedOfNoMachine(2)).isEqualTo(1);
    assertThat(express().removeEndedOfNoMachine(2)).isZero();
    assertThat(express().find(ofMachine.id())).isPresent();
  }

  @Test
  default void oldOnesThatEndedAreRemovedSomeAtATime() {
    var now = Instant.now();
    var old = IntStream.range(0, 3).mapToObj(i -> startedAt(now.minusSeconds(90_000), i)).toList();
    old.forEach(each -> express().end(List.of(ended(each, ExecutionStatus.FAILED))));
    express().end(List.of(ended(startedAt(now.minusSeconds(80_000), 0), ExecutionStatus.FAILED)));

    assertThat(express().removeEnded(1, Duration.ofDays(1), 2)).isZero();
    assertThat(express().removeEnded(2, Duration.ofDays(1), 2)).isEqualTo(2);
    assertThat(express().removeEnded(2, Duration.ofDays(1), 2)).isEqualTo(1);
    assertThat(express().removeEnded(2, Duration.ofDays(1), 2)).isZero();
  }
}
