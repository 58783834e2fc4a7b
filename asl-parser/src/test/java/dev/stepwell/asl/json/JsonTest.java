package dev.stepwell.asl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.10",
        "1.0E+2",
        "1E+999999",
        "12345678901234567890123",
        "0.1",
        "[1,2.50,\"x\"]",
        "{\"b\":1,\"a\":null}"
      })
  void writesWhatItRead(String text) {
    assertThat(Json.text(Json.parse(text))).isEqualTo(text);
  }

  @Test
  void takesTheLastOfANameThatAPayloadHasTwice() {
    assertThat(Json.text(Json.parse("{\"a\":1,\"a\":2}"))).isEqualTo("{\"a\":2}");
    assertThatThrownBy(() -> Json.parseWithoutDuplicates("{\"a\":1,\"a\":2}"))
        .isInstanceOf(JacksonException.class);
  }

  /** The first two are recorded: test_invalid_start_execution_input. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not some json | Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        "{'not': 'json'} | Unexpected character (''' (code 39)): was expecting double-quote to start field name",
        "~~ | No content to map due to end-of-input",
        "1 2 | Trailing token found after value",
      })
  void wordsErrorsAsAwsDoes(String text, String message) {
    assertThat(refusal(text).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not a definition | [Source: (String)\"not a definition\"; line: 1, column: 4]",
        "{'a':1} | [Source: (String)\"{'a':1}\"; line: 1, column: 3]",
        "{\"a\":1,} | [Source: (String)\"{\"a\":1,}\"; line: 1, column: 9]",
      })
  void locatesErrorsBehindWhatIsRefused(String text, String location) {
    assertThat(refusal(text).location()).isEqualTo(location);
  }

  @Test
  void quotesAtMost500Characters() {
    assertThat(refusal("x".repeat(501)).location())
        .startsWith("[Source: (String)\"" + "x".repeat(500) + "\"[truncated 1 chars]; line: 1, ");
  }

  @Test
  void hasNoLocationWhereALimitIsExceeded() {
    var refused = refusal("[".repeat(Json.MAX_NESTING_DEPTH + 1));

    assertThat(refused.message()).startsWith("Document nesting depth (501) exceeds");
    assertThat(refused.location()).isNull();
  }

  private static MalformedJson refusal(String text) {
    return MalformedJson.of(
        catchThrowableOfType(JacksonException.class, () -> Json.parse(text)), text);
  }
}
