package dev.stepwell.asl.model.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Seed;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringPatternTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "log-*.txt, log-1.txt, true",
        "log-*.txt, log-.txt, true",
        "log-*.txt, log.txt, false",
        "*, ~~, true",
        "**, a, true",
        "~~, ~~, true",
        "~~, a, false",
        "a*a, a, false",
        "a*b*c, abbc, true",
        "*aab*, aaab, true",
        "*ab*ab, ab, false",
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "a\\\\*, a\\x, true",
        "a\\b, a\\b, true",
        "a\\, a\\, true",
        ".*, abc, false",
      })
  void matches(String pattern, String text, boolean expected) {
    assertThat(StringPattern.parse(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void agreesWithARegularExpressionOnGeneratedTexts() {
    var seed = Seed.choose();
    var random = new Random(seed);
    for (var i = 0; i < 20_000; i++) {
      var pattern = text(random, "ab*");
      var text = text(random, "ab");
      var regex = Pattern.compile(pattern.replace("*", ".*"));

      assertThat(StringPattern.parse(pattern).matches(text))
          .as("seed %d, pattern %s, text %s", seed, pattern, text)
          .isEqualTo(regex.matcher(text).matches());
    }
  }

  /** Backtracking would take longer than the age of the universe. */
  @Test
  void doesNotBacktrack() {
    var pattern = StringPattern.parse("*a".repeat(1_000) + "*b" + "*a".repeat(1_000));

    assertThat(pattern.matches("a".repeat(100_000))).isFalse();
  }

  private static String text(Random random, String alphabet) {
    var text = new StringBuilder();
    for (var length = random.nextInt(8); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
