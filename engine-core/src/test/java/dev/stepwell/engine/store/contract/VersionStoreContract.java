package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.engine.store.VersionStore;
import dev.stepwell.engine.store.VersionStore.Alias;
import dev.stepwell.engine.store.VersionStore.Route;
import dev.stepwell.engine.store.VersionStore.Version;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What versions and aliases rely on: changes of one machine stand in line. */
public interface VersionStoreContract extends StoreContract {

  private VersionStore versions() {
    return node().versions();
  }

  private void create(long id, String name) {
    node()
        .stateMachines()
        .create(
            new Machine(id, name, "STANDARD", false, START, "{}", 1, 0, 0),
            new Revision(new RevisionKey(id, 1), null, "{}", "role", "{}", START),
            null);
  }

  private Machine machine(String name) {
    return node().stateMachines().find(name).orElseThrow().machine();
  }

  private static Version version(long id, int number) {
    return new Version(
        id, number, number, number == 1 ? null : "№ " + number, START.plusSeconds(number));
  }

  private static Alias alias(String name, @Nullable String description, Route... routes) {
    return new Alias(1, name, description, List.of(routes), START, START.plusSeconds(1));
  }

  @Test
  default void publishedVersionIsFoundByNumberAndByRevision() {
    create(1, "checkout");
    assertThat(versions().publish(version(1, 1), 0)).isTrue();
    assertThat(versions().publish(version(1, 2), 1)).isTrue();

    assertThat(versions().findVersion(1, 1)).contains(version(1, 1));
    assertThat(versions().findVersionOf(new RevisionKey(1, 2))).contains(version(1, 2));
    assertThat(versions().findVersion(1, 3)).isEmpty();
    assertThat(versions().findVersion(2, 1)).isEmpty();
    assertThat(versions().findVersionOf(new RevisionKey(1, 3))).isEmpty();
    assertThat(versions().countVersions(1)).isEqualTo(2);
    assertThat(machine("checkout").lastVersion()).isEqualTo(2);
    assertThat(machine("checkout").changes()).isEqualTo(2);
  }

  @Test
  default void aChangeIsRefusedWhereAnotherWasFirst() {
    create(1, "checkout");
    versions().publish(version(1, 1), 0);

    assertThat(versions().publish(version(1, 2), 0)).isFalse();
    assertThat(versions().deleteVersion(1, 1, 0)).isFalse();
    assertThat(versions().putAlias(alias("PROD", null, new Route(1, 100)), 0)).isFalse();
    assertThat(versions().deleteAlias(1, "PROD", 0)).isFalse();

    assertThat(versions().listVersions(1, null, 10)).containsExactly(version(1, 1));
    assertThat(versions().listAliases(1, null, null, 10)).isEmpty();
    assertThat(machine("checkout").changes()).isEqualTo(1);
  }

  @Test
  default void deletingMachineTakesNoVersionAndNoAlias() {
    create(1, "checkout");
    node().stateMachines().markDeleting(1);

    assertThat(versions().publish(version(1, 1), 0)).isFalse();
    assertThat(versions().putAlias(alias("PROD", null, new Route(1, 100)), 0)).isFalse();
  }

  @Test
  default void deletedVersionIsGoneAndItsNumberWasGiven() {
    create(1, "checkout");
    versions().publish(version(1, 1), 0);

    assertThat(versions().deleteVersion(1, 1, 1)).isTrue();
    assertThat(versions().deleteVersion(1, 9, 2)).isTrue();

    assertThat(versions().findVersion(1, 1)).isEmpty();
    assertThat(versions().countVersions(1)).isZero();
    assertThat(machine("checkout").lastVersion()).isEqualTo(1);
    assertThat(machine("checkout").changes()).isEqualTo(3);
  }

  @Test
  default void listsVersionsNewestFirstPageByPage() {
    create(1, "checkout");
    create(2, "other");
    IntStream.rangeClosed(1, 12).forEach(n -> versions().publish(version(1, n), n - 1));
    versions().publish(version(2, 1), 0);

    assertThat(versions().listVersions(1, null, 3))
        .containsExactly(version(1, 12), version(1, 11), version(1, 10));
    assertThat(versions().listVersions(1, 10, 3))
        .containsExactly(version(1, 9), version(1, 8), version(1, 7));
    assertThat(versions().listVersions(1, 1, 3)).isEmpty();
  }

  @Test
  default void aliasIsPutFoundReplacedAndDeleted() {
    create(1, "checkout");
    var first = alias("PROD", "größer", new Route(1, 100));
    assertThat(versions().putAlias(first, 0)).isTrue();
    assertThat(versions().findAlias(1, "PROD")).contains(first);
    assertThat(versions().findAlias(1, "prod")).isEmpty();

    var routes = List.of(new Route(1, 30), new Route(2, 70));
    var later = START.plusSeconds(60);
    assertThat(versions().putAlias(new Alias(1, "PROD", null, routes, later, later), 1)).isTrue();
    assertThat(versions().findAlias(1, "PROD"))
        .contains(new Alias(1, "PROD", null, routes, START, later));
    assertThat(versions().countAliases(1)).isEqualTo(1);

    assertThat(versions().deleteAlias(1, "PROD", 2)).isTrue();
    assertThat(versions().findAlias(1, "PROD")).isEmpty();
    assertThat(machine("checkout").changes()).isEqualTo(3);
  }

  @Test
  default void listsAliasesByNameOfAllVersionsOrOne() {
    create(1, "checkout");
    var a = alias("a", null, new Route(1, 100));
    var b = alias("b", null, new Route(2, 0), new Route(1, 100));
    var z = alias("Z", null, new Route(2, 100));
    versions().putAlias(a, 0);
    versions().putAlias(b, 1);
    versions().putAlias(z, 2);

    assertThat(versions().listAliases(1, null, null, 2)).containsExactly(z, a);
    assertThat(versions().listAliases(1, null, "a", 2)).containsExactly(b);
    assertThat(versions().listAliases(1, 1, null, 10)).containsExactly(a, b);
    assertThat(versions().listAliases(1, 2, "Z", 10)).containsExactly(b);
    assertThat(versions().listAliases(2, null, null, 10)).isEmpty();
  }

  @Test
  default void versionsAndAliasesGoWithTheirMachine() {
    create(1, "checkout");
    versions().publish(version(1, 1), 0);
    versions().putAlias(alias("PROD", null, new Route(1, 100)), 1);
    node().stateMachines().markDeleting(1);

    assertThat(node().stateMachines().remove(1)).isTrue();

    assertThat(versions().findVersion(1, 1)).isEmpty();
    assertThat(versions().findAlias(1, "PROD")).isEmpty();
  }
}
