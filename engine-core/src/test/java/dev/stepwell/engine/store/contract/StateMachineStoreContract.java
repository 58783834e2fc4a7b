package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.engine.store.VersionStore.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the control plane relies on. */
public interface StateMachineStoreContract extends StoreContract {

  private StateMachineStore machines() {
    return node().stateMachines();
  }

  private static Machine machine(long id, String name, boolean deleting, int revision) {
    return new Machine(id, name, "STANDARD", deleting, START, "{\"tags\":[]}", revision, 0, 0);
  }

  private static Revision revision(long id, int revision) {
    return new Revision(
        new RevisionKey(id, revision),
        revision == 1 ? null : "id-" + revision,
        "{\"StartAt\":\"Größe" + revision + "\"}",
        "arn:aws:iam::123456789012:role/r" + revision,
        "{\"logging\":" + revision + "}",
        START.plusSeconds(revision));
  }

  private boolean create(long id, String name) {
    return machines().create(machine(id, name, false, 1), revision(id, 1), null);
  }

  @Test
  default void createdMachineIsFoundWithItsFirstRevision() {
    assertThat(create(1, "checkout")).isTrue();

    var stored = new MachineRevision(machine(1, "checkout", false, 1), revision(1, 1));
    assertThat(machines().find("checkout")).contains(stored);
    assertThat(machines().findRevision(new RevisionKey(1, 1))).contains(stored);
    assertThat(machines().find("Checkout")).isEmpty();
    assertThat(machines().findRevision(new RevisionKey(1, 2))).isEmpty();
    assertThat(machines().findRevision(new RevisionKey(2, 1))).isEmpty();
  }

  @Test
  default void takenNameIsNotCreatedAgainNotEvenWhileItsMachineIsDeleting() {
    create(1, "checkout");
    assertThat(create(2, "checkout")).isFalse();
    machines().markDeleting(1);
    assertThat(create(3, "checkout")).isFalse();

    assertThat(machines().findRevision(new RevisionKey(2, 1))).isEmpty();
    assertThat(machines().find("checkout"))
        .contains(new MachineRevision(machine(1, "checkout", true, 1), revision(1, 1)));
  }

  @Test
  default void updateMakesTheNextRevisionCurrentAndKeepsTheOldOne() {
    create(1, "checkout");

    assertThat(machines().update(revision(1, 2))).isTrue();

    assertThat(machines().find("checkout"))
        .contains(new MachineRevision(machine(1, "checkout", false, 2), revision(1, 2)));
    assertThat(machines().findRevision(new RevisionKey(1, 1)))
        .contains(new MachineRevision(machine(1, "checkout", false, 2), revision(1, 1)));
  }

  @Test
  default void updateOnTopOfAnotherRevisionWritesNothing() {
    create(1, "checkout");
    machines().update(revision(1, 2));

    assertThat(machines().update(revision(1, 2))).isFalse();
    assertThat(machines().update(revision(1, 4))).isFalse();
    assertThat(machines().update(revision(2, 2))).isFalse();

    assertThat(machines().findRevision(new RevisionKey(1, 4))).isEmpty();
    assertThat(machines().find("checkout"))
        .contains(new MachineRevision(machine(1, "checkout", false, 2), revision(1, 2)));
  }

  @Test
  default void deletingMachineTakesNoUpdate() {
    create(1, "checkout");
    machines().markDeleting(1);

    assertThat(machines().update(revision(1, 2))).isFalse();
    assertThat(machines().findRevision(new RevisionKey(1, 2))).isEmpty();
  }

  @Test
  default void machineIsMarkedAsDeletingOnce() {
    create(1, "checkout");
    create(2, "other");

    assertThat(machines().markDeleting(1)).isTrue();
    assertThat(machines().markDeleting(1)).isFalse();
    assertThat(machines().markDeleting(9)).isFalse();

    assertThat(machines().findDeleting()).containsExactly(machine(1, "checkout", true, 1));
    assertThat(machines().list(null, 10)).containsExactly(machine(2, "other", false, 1));
    assertThat(machines().findRevision(new RevisionKey(1, 1))).isPresent();
  }

  @Test
  default void machineIsRemovedWhenItIsDeletingAndHasNoExecutions() {
    create(1, "checkout");
    assertThat(machines().remove(1)).isFalse();
    try (var lane = node().executions().openLane()) {
      var id = new ExecutionId(4, 4);
      lane.commit(
          WriteBuilder.batch(
              WriteBuilder.started(id, 1, "last", START).closed(ExecutionStatus.SUCCEEDED)));
    }
    machines().markDeleting(1);
    assertThat(machines().remove(1)).isFalse();

    node().executions().removeClosed(1, 10);
    assertThat(machines().remove(1)).isTrue();

    assertThat(machines().find("checkout")).isEmpty();
    assertThat(machines().findRevision(new RevisionKey(1, 1))).isEmpty();
    assertThat(machines().remove(1)).isFalse();
    assertThat(create(2, "checkout")).isTrue();
  }

  @Test
  default void machineMayBeCreatedPublished() {
    var version = new Version(1, 1, 1, "first", START);
    var machine =
        new Machine(1, "checkout", "STANDARD", false, START, "{}", 1, version.number(), 0);
    assertThat(machines().create(machine, revision(1, 1), version)).isTrue();

    assertThat(machines().find("checkout").orElseThrow().machine()).isEqualTo(machine);
    assertThat(node().versions().findVersion(1, 1)).contains(version);

    var late = new Version(2, 1, 1, "late", START);
    assertThat(machines().create(machine, revision(2, 1), late)).isFalse();
    assertThat(node().versions().findVersion(2, 1)).isEmpty();
  }

  @Test
  default void machineAttributesAreReplacedWhereNobodyWasFirst() {
    create(1, "checkout");
    var before = "{\"tags\":[]}";

    assertThat(machines().replaceAttributes(1, before, "{\"tags\":[1]}")).isTrue();
    assertThat(machines().replaceAttributes(1, before, "{\"tags\":[2]}")).isFalse();
    assertThat(machines().replaceAttributes(2, before, "{\"tags\":[3]}")).isFalse();

    assertThat(machines().find("checkout").orElseThrow().machine().attributes())
        .isEqualTo("{\"tags\":[1]}");
  }

  @Test
  default void listsByNamePageByPage() {
    for (var name : List.of("b", "Z", "a-1", "a", "_", "a1")) {
      create(name.hashCode(), name);
    }

    assertThat(machines().list(null, 4))
        .extracting(Machine::name)
        .containsExactly("Z", "_", "a", "a-1");
    assertThat(machines().list("a-1", 4)).extracting(Machine::name).containsExactly("a1", "b");
    assertThat(machines().list("b", 4)).isEmpty();
  }
}
