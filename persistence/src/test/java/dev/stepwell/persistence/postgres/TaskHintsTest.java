package dev.stepwell.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskHintsTest {
  @Test
  void payloadsStayBelowTheServersLimitAndLoseNothing() {
    var arns = IntStream.range(0, 500).mapToObj(i -> "arn:ä" + "x".repeat(100) + i).toList();

    var payloads = TaskHints.encode("me", arns);

    assertThat(payloads)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            payload -> assertThat(payload.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8_000));
    assertThat(payloads.stream().flatMap(p -> TaskHints.decode("you", p).stream()))
        .containsExactlyElementsOf(arns);
  }

  @Test
  void ownHintsAreIgnored() {
    var payload = TaskHints.encode("me", List.of("arn")).getFirst();

    assertThat(TaskHints.decode("me", payload)).isEmpty();
    assertThat(TaskHints.decode("you", payload)).containsExactly("arn");
    assertThat(TaskHints.decode("you", "")).isEmpty();
  }
}
