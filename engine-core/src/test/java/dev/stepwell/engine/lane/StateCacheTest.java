package dev.stepwell.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.lane.StateCache.Versioned;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.state.ExecutionState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StateCacheTest {
  private static Versioned state(int number, int inputCharacters) {
    var header =
        new ExecutionHeader(
            id(number),
            new RevisionKey(1, 1),
            "n",
            Payload.ofText("x".repeat(inputCharacters)),
            Instant.EPOCH,
            null);
    return new Versioned(ExecutionState.beforeStart(header, Instant.MAX), 1);
  }

  private static ExecutionId id(int number) {
    return new ExecutionId(1, number);
  }

  @Test
  void keepsWhatFits() {
    var cache = new StateCache(10_000);
    cache.put(id(1), state(1, 10));
    assertThat(cache.find(id(1))).isEqualTo(state(1, 10));
    assertThat(cache.find(id(2))).isNull();
    cache.remove(id(1));
    assertThat(cache.find(id(1))).isNull();
  }

  @Test
  void forgetsWhatWasUsedLongestAgo() {
    var cache = new StateCache(10_000);
    for (var number = 0; number < 9; number++) {
      cache.put(id(number), state(number, 10));
    }
    assertThat(cache.find(id(0))).isNotNull();
    cache.put(id(9), state(9, 10));
    assertThat(cache.find(id(0))).isNotNull();
    assertThat(cache.find(id(1))).isNull();
  }

  @Test
  void countsAStateThatChangesOnce() {
    var cache = new StateCache(10_000);
    cache.put(id(1), state(1, 10));
    for (var change = 0; change < 100; change++) {
      cache.put(id(2), state(2, 10));
      cache.remove(id(3));
    }
    assertThat(cache.find(id(1))).isNotNull();
    assertThat(cache.find(id(2))).isNotNull();
  }

  @Test
  void aStateLargerThanTheCacheIsNotKept() {
    var cache = new StateCache(10_000);
    cache.put(id(1), state(1, 10));
    cache.put(id(2), state(2, 10_000));
    assertThat(cache.find(id(2))).isNull();
    cache.put(id(3), state(3, 10));
    assertThat(cache.find(id(3))).isNotNull();
  }
}
