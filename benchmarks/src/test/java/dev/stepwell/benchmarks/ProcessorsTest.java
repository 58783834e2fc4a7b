package dev.stepwell.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorsTest {
  @Test
  void sharesAreOfTheTimeBetweenTwoLooks() {
    var before = Processors.of(List.of("cpu  100 0 50 800 20 0 10 20 5 0", "cpu0 1 2 3"));
    var after = Processors.of(List.of("cpu  130 0 60 840 30 0 10 30 25 0", "cpu0 1 2 3"));

    assertThat(after.since(before).shares())
        .containsExactly(
            Map.entry("machine_idle_percent", 50.0), Map.entry("machine_stolen_percent", 10.0));
  }

  @Test
  void whereNothingIsKnownNothingIsSaid() {
    assertThat(new Processors(0, 0, 0).shares()).isEmpty();
  }
}
