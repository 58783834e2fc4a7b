package dev.stepwell.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  @ParameterizedTest
  @CsvSource({
    "2016-03-14T01:59:00Z, 2016-03-14T01:59:00Z",
    "2016-03-14T01:59:00.000000001Z, 2016-03-14T01:59:00.000000001Z",
    "2016-03-14T01:59:00.5-07:00, 2016-03-14T08:59:00.500Z",
    "2016-03-01T00:30:00+01:00, 2016-02-29T23:30:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
  })
  void reads(String text, Instant expected) {
    assertThat(Rfc3339.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2016-03-14",
        "2016-03-14T01:59Z",
        "2016-03-14T01:59:00",
        "2016-03-14 01:59:00Z",
        "2016-03-14t01:59:00Z",
        "2016-03-14T01:59:00z",
        "2015-02-29T00:00:00Z",
        "2016-13-05T21:29:29Z",
        "2016-12-05T25:29:29Z",
        "2016-12-05T24:00:00Z",
        "2016-12-05T21:60:00Z",
        "05-12-2016T21:29:29Z",
        "2016-03-14T01:59:00.Z",
        "2016-03-14T01:59:00.0000000001Z",
        "2016-03-14T01:59:00+0100",
        "2016-03-14T01:59:00+24:00",
        "2016-03-14T01:59:00Z ",
        "2016-03-14T01:59:0\u0660Z",
        "-016-03-14T01:59:00Z",
        "2016-03-14T01:59:00ZZ",
        "2016-03-14T01:59:00.",
        "2016-00-10T00:00:00Z",
      })
  void refuses(String text) {
    assertThat(Rfc3339.parse(text)).isEmpty();
  }
}
