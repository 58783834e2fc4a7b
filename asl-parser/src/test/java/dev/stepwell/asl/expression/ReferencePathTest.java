package dev.stepwell.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$ | {\"a\":1} | 9",
        "$.b | {\"a\":1} | {\"a\":1,\"b\":9}",
        "$.a | {\"a\":1,\"b\":2} | {\"a\":9,\"b\":2}",
        "$.x.y.z | {\"a\":1} | {\"a\":1,\"x\":{\"y\":{\"z\":9}}}",
        "$['x y'].z | {} | {\"x y\":{\"z\":9}}",
        "$.a[1] | {\"a\":[1,2,3]} | {\"a\":[1,9,3]}",
        "$[0].b | [{\"a\":1}] | [{\"a\":1,\"b\":9}]",
      })
  void putsTheResultIn(String path, String input, String expected) {
    assertThat(apply(path, input)).isEqualTo(Evaluated.value(Json.parse(expected)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$.a | 5 | a | 5",
        "$.a | null | a | null",
        "$.a.b | {\"a\":\"text\"} | b | \"text\"",
        "$.a[3] | {\"a\":[1]} | 3 | [1]",
        "$.a[0] | {} | 0 | null",
        "$.a.b | {\"a\":[1]} | b | [1]",
      })
  void failsWhereAParentIsOfAnotherKind(String path, String input, String step, String at) {
    assertThat(apply(path, input))
        .isEqualTo(
            Evaluated.failed(
                "States.ResultPathMatchFailure",
                "Unable to apply step \"" + step + "\" to input " + at));
  }

  @Test
  void sharesWhatLiesBesideThePathAndLeavesTheInputAlone() {
    var input = Json.parse("{\"a\":{\"b\":1},\"c\":{\"d\":[1]}}");
    var before = input.toString();

    var applied = ReferencePath.parse("$.a.x").orElseThrow().apply(input, Json.parse("9"));

    assertThat(input.toString()).isEqualTo(before);
    assertThat(applied).isInstanceOf(Evaluated.Value.class);
    assertThat(((Evaluated.Value) applied).node().get("c")).isSameAs(input.get("c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "$$.a",
        "$v.a",
        "$.a[*]",
        "$..a",
        "$.a[-1]",
        "$.a[0,1]",
        "$.a[0:1]",
        "$.a.length()"
      })
  void refusesAnythingElse(String text) {
    assertThat(ReferencePath.parse(text)).isEmpty();
  }

  private static Evaluated apply(String path, String input) {
    return ReferencePath.parse(path).orElseThrow().apply(Json.parse(input), Json.parse("9"));
  }
}
