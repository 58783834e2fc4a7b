package dev.stepwell.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActivityCatalogTest {
  private static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:activity:pay";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final CountingStore store = new CountingStore();
  private final ActivityCatalog catalog = new ActivityCatalog(store, ARNS, () -> now);

  @Test
  void anActivityThatWasSeenIsBelievedForAWhile() {
    store.createOrFind(new ActivityStore.Activity("pay", now, "{}"));

    assertThat(catalog.exists(ARN)).isTrue();
    assertThat(catalog.exists(ARN)).isTrue();

    assertThat(store.asked).isEqualTo(1);
  }

  @Test
  void oneCallerAsksAgainWhileTheOthersBelieve() {
    store.createOrFind(new ActivityStore.Activity("pay", now, "{}"));
    catalog.exists(ARN);
    now = now.plus(ActivityCatalog.BELIEVED_FOR.minusMillis(1));
    store.whileAsked = () -> assertThat(catalog.exists(ARN)).isTrue();

    assertThat(catalog.exists(ARN)).isTrue();

    assertThat(store.asked).isEqualTo(2);
  }

  @Test
  void anActivityThatAnotherNodeDeletedIsGoneWhenTheBeliefEnds() {
    store.createOrFind(new ActivityStore.Activity("pay", now, "{}"));
    catalog.exists(ARN);
    store.delete("pay");
    now = now.plus(ActivityCatalog.BELIEVED_FOR);

    assertThat(catalog.exists(ARN)).isFalse();
  }

  @Test
  void anAnswerFromBeforeADeletionIsNotKept() {
    store.createOrFind(new ActivityStore.Activity("pay", now, "{}"));
    store.whileAsked =
        () -> {
          store.delete("pay");
          catalog.forget(ARN);
        };
    catalog.exists(ARN);

    assertThat(catalog.exists(ARN)).isFalse();
  }

  @Test
  void anUnknownActivityIsAskedForEachTime() {
    assertThat(catalog.exists(ARN)).isFalse();
    store.createOrFind(new ActivityStore.Activity("pay", now.plus(Duration.ofHours(1)), "{}"));

    assertThat(catalog.exists(ARN)).isTrue();
  }

  /** Lets a test act between the store's answer and its arrival. */
  private static final class CountingStore implements ActivityStore {
    private final ActivityStore activities =
        new InMemoryStores(new InMemoryDatabase(Clock.systemUTC(), new Random(1))).activities();
    private int asked;
    private @Nullable Runnable whileAsked;

    @Override
    public Activity createOrFind(Activity activity) {
      return activities.createOrFind(activity);
    }

    @Override
    public Optional<Activity> find(String name) {
      asked++;
      var found = activities.find(name);
      var action = whileAsked;
      whileAsked = null;
      if (action != null) {
        action.run();
      }
      return found;
    }

    @Override
    public boolean replaceAttributes(String name, String before, String after) {
      return activities.replaceAttributes(name, before, after);
    }

    @Override
    public boolean delete(String name) {
      return activities.delete(name);
    }

    @Override
    public List<Activity> list(@Nullable String afterName, int limit) {
      return activities.list(afterName, limit);
    }
  }
}
