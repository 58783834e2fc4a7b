package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static dev.stepwell.engine.store.contract.WriteBuilder.bytes;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.SearchStore.Candidate;
import dev.stepwell.engine.store.SearchStore.Place;
import dev.stepwell.engine.store.SearchStore.Range;
import dev.stepwell.engine.store.SearchStore.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What searches rely on: the order, and that nothing is left out. */
public interface SearchStoreContract extends StoreContract {
  long OTHER_MACHINE = MACHINE + 1;

  Range ALL = new Range(null, null, null, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE));

  private SearchStore search() {
    return node().search();
  }

  private static WriteBuilder at(int second, long machine, String name) {
    return started(new ExecutionId(second % 2, second), machine, name, START.plusSeconds(second));
  }

  private List<Long> numbers(
      List<Long> machines, Range range, @Nullable Position after, int limitEach) {
    return search().places(machines, range, after, limitEach).stream()
        .map(place -> place.position().id().number())
        .toList();
  }

  @Test
  default void placesAreTheNewestOfEachMachine() {
    committed(
        at(1, MACHINE, "a"),
        at(2, OTHER_MACHINE, "b"),
        at(3, MACHINE, "c"),
        at(4, MACHINE, "d"),
        at(5, MACHINE + 2, "e"));
    var both = List.of(MACHINE, OTHER_MACHINE);

    assertThat(search().places(both, ALL, null, 2))
        .containsExactly(
            new Place(MACHINE, new Position(START.plusSeconds(4), new ExecutionId(0, 4))),
            new Place(MACHINE, new Position(START.plusSeconds(3), new ExecutionId(1, 3))),
            new Place(OTHER_MACHINE, new Position(START.plusSeconds(2), new ExecutionId(0, 2))));
    var after = new Position(START.plusSeconds(3), new ExecutionId(1, 3));
    assertThat(numbers(both, ALL, after, 9)).containsExactly(2L, 1L);
    assertThat(numbers(List.of(), ALL, null, 9)).isEmpty();
  }

  @Test
  default void placesAreThoseOfTheRange() {
    committed(
        at(1, MACHINE, "through-7"),
        at(2, MACHINE, "through-alias"),
        at(3, MACHINE, "a").closed(ExecutionStatus.FAILED),
        at(4, MACHINE, "b").closed(ExecutionStatus.SUCCEEDED));
    var machine = List.of(MACHINE);
    var from = ALL.startedFrom();
    var before = ALL.startedBefore();

    assertThat(numbers(machine, new Range(null, 7, null, from, before), null, 9))
        .containsExactly(2L, 1L);
    assertThat(numbers(machine, new Range(null, null, "PROD", from, before), null, 9))
        .containsExactly(2L);
    assertThat(
            numbers(machine, new Range(ExecutionStatus.FAILED, null, null, from, before), null, 9))
        .containsExactly(3L);
    assertThat(
            numbers(
                machine,
                new Range(null, null, null, START.plusSeconds(2), START.plusSeconds(4)),
                null,
                9))
        .containsExactly(3L, 2L);
  }

  private static Wanted wanted(@Nullable String search, @Nullable String error) {
    return new Wanted(
        null,
        null,
        null,
        search == null ? null : bytes(search),
        search == null ? null : bytes(search),
        error == null ? null : bytes(error));
  }

  private List<String> names(Wanted wanted, String... among) {
    return search().candidates(Stream.of(among).map(WriteBuilder::idOf).toList(), wanted).stream()
        .map(candidate -> candidate.summary().name())
        .toList();
  }

  @Test
  default void candidatesComeInTheOrderAskedForWithWhatIsNeededToBeSure() {
    committed(
        started("a").document("the € outcome of a").closed(ExecutionStatus.FAILED),
        started("b").document("the state of b"));
    assertThat(names(wanted(null, null), "b", "nobody", "a")).containsExactly("b", "a");
    assertThat(search().candidates(List.of(idOf("a")), wanted(null, null)))
        .extracting(Candidate::document)
        .containsOnlyNulls();

    var found = search().candidates(List.of(idOf("b"), idOf("a")), wanted("€", null));
    assertThat(found).extracting(Candidate::hasInput).containsExactly(true, true);
    assertThat(found).extracting(Candidate::stateMachineId).containsOnly(MACHINE);
    assertThat(found.getFirst().document()).isNull();
    assertThat(found.getLast().document()).isEqualTo(bytes("the € outcome of a"));
  }

  @Test
  default void candidatesHaveTheTextInTheirInputOrOutcome() {
    committed(
        started("a").document("it's \\ 100% (sure)_").closed(ExecutionStatus.FAILED),
        started("b").document("it's \\ 100% (sure)_"));

    assertThat(names(wanted("\"name\":\"b\"", null), "a", "b")).containsExactly("b");
    assertThat(names(wanted("it's \\ 100% (sure)_", null), "a", "b")).containsExactly("a");
    assertThat(names(wanted("%", null), "a", "b")).containsExactly("a");
    assertThat(names(wanted("x%", null), "a", "b")).isEmpty();
    assertThat(names(wanted(null, "sure"), "a", "b")).containsExactly("a");
    assertThat(names(wanted(null, "price"), "a", "b")).isEmpty();
    assertThat(names(wanted("price", "sure"), "a", "b")).containsExactly("a");
  }

  @Test
  default void candidatesHaveTheStatusAndStoppedInTime() {
    committed(
        started("a").closed(ExecutionStatus.FAILED, START.plusSeconds(1)),
        started("b").closed(ExecutionStatus.SUCCEEDED, START.plusSeconds(2)),
        started("c"));
    var second = START.plusSeconds(2);

    assertThat(names(new Wanted(null, second, null, null, null, null), "a", "b", "c"))
        .containsExactly("b");
    assertThat(names(new Wanted(null, null, second, null, null, null), "a", "b", "c"))
        .containsExactly("a");
    assertThat(
            names(new Wanted(ExecutionStatus.RUNNING, null, null, null, null, null), "a", "b", "c"))
        .containsExactly("c");
  }
}
