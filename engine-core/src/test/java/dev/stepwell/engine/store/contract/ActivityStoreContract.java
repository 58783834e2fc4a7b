package dev.stepwell.engine.store.contract;

import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.ActivityStore.Activity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Activities, by name. */
public interface ActivityStoreContract extends StoreContract {

  private ActivityStore activities() {
    return node().activities();
  }

  @Test
  default void activityIsCreatedOnceAndFoundAfterwards() {
    var first = new Activity("charge", START, "{\"tags\":[1]}");

    assertThat(activities().createOrFind(first)).isEqualTo(first);
    assertThat(activities().createOrFind(new Activity("charge", START.plusSeconds(1), "{}")))
        .isEqualTo(first);
    assertThat(activities().find("charge")).contains(first);
    assertThat(activities().find("Charge")).isEmpty();
  }

  @Test
  default void activityAttributesAreReplacedWhereNobodyWasFirst() {
    activities().createOrFind(new Activity("charge", START, "{}"));

    assertThat(activities().replaceAttributes("charge", "{}", "{\"tags\":[1]}")).isTrue();
    assertThat(activities().replaceAttributes("charge", "{}", "{\"tags\":[2]}")).isFalse();
    assertThat(activities().replaceAttributes("refund", "{}", "{\"tags\":[3]}")).isFalse();

    assertThat(activities().find("charge"))
        .contains(new Activity("charge", START, "{\"tags\":[1]}"));
  }

  @Test
  default void activityIsDeletedOnce() {
    activities().createOrFind(new Activity("charge", START, "{}"));

    assertThat(activities().delete("charge")).isTrue();
    assertThat(activities().delete("charge")).isFalse();
    assertThat(activities().find("charge")).isEmpty();
  }

  @Test
  default void listsActivitiesByNamePageByPage() {
    for (var name : List.of("b", "Z", "a", "_")) {
      activities().createOrFind(new Activity(name, START, "{}"));
    }

    assertThat(activities().list(null, 3))
        .extracting(Activity::name)
        .containsExactly("Z", "_", "a");
    assertThat(activities().list("a", 3)).extracting(Activity::name).containsExactly("b");
    assertThat(activities().list("b", 3)).isEmpty();
  }
}
