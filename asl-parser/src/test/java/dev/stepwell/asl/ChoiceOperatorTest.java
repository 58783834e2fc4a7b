package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.FixedBindings;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ChoiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Choice rules, from the definition's text to the outcome. */
class ChoiceOperatorTest {

  /** The 408 cases recorded from the live service, where they lie beside the repository. */
  @Test
  void agreesWithTheRecordedCases() throws IOException {
    var file = findRecordedCases();
    if (file.isEmpty()) {
      abort("the recorded cases are not beside this repository");
    }
    var wrong = new ArrayList<String>();
    var lines = Files.readAllLines(file.get());
    for (var line : lines) {
      var recorded = Json.parse(line);
      if (!outcome(recorded).equals(truth(recorded.path("matches").booleanValue()))) {
        wrong.add(line);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(lines).hasSize(408);
  }

  /** The repository may be checked out beside the reference or one folder further down. */
  private static Optional<Path> findRecordedCases() {
    for (var base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      var file = base.resolve("shared/reference/recorded/choice-operator-cases.jsonl");
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "StringEquals|\"a\"|\"a\"|true",
        "StringEquals|\"a\"|\"a \"|false",
        "StringEquals|null|\"null\"|false",
        "StringLessThan|\"B\"|\"a\"|true",
        "StringLessThan|\"\"|\"a\"|true",
        "StringGreaterThan|\"ab\"|\"a\"|true",
        "StringLessThanEquals|\"a\"|\"a\"|true",
        "StringGreaterThanEquals|\"a\"|\"b\"|false",
        "StringMatches|\"log-1.txt\"|\"log-*.txt\"|true",
        "StringMatches|\"a*\"|\"a\\\\*\"|true",
        "StringMatches|\"ab\"|\"a\\\\*\"|false",
        "StringMatches|1|\"*\"|false",
        "NumericEquals|0|0.0|true",
        "NumericEquals|\"0\"|0|false",
        "NumericEquals|true|1|false",
        "NumericEquals|1e400|1E+400|true",
        "NumericLessThan|-1|0.5|true",
        "NumericLessThan|9007199254740993|9007199254740992|false",
        "NumericGreaterThan|1E+999999|1|true",
        "NumericGreaterThanEquals|2|2.0|true",
        "NumericLessThanEquals|123456789012345678901|1|false",
        "BooleanEquals|false|false|true",
        "BooleanEquals|null|false|false",
        "TimestampEquals|\"2016-03-14T01:59:00Z\"|\"2016-03-14T02:59:00+01:00\"|true",
        "TimestampLessThan|\"2016-03-14T01:59:00Z\"|\"2016-03-14T01:59:00.1Z\"|true",
        "TimestampGreaterThan|\"yesterday\"|\"2016-03-14T01:59:00Z\"|false",
        "TimestampGreaterThan|\"2016-03-15T01:59:00z\"|\"2016-03-14T01:59:00Z\"|false",
        "IsNull|null|true|true",
        "IsNull|0|false|true",
        "IsPresent|null|true|true",
        "IsPresent|null|false|false",
        "IsNumeric|1.5|true|true",
        "IsNumeric|\"1\"|true|false",
        "IsString|\"\"|true|true",
        "IsBoolean|\"true\"|false|true",
        "IsTimestamp|\"2016-03-14T01:59:00Z\"|true|true",
        "IsTimestamp|\"2016-03-14\"|true|false",
      })
  void comparesAndTests(String operator, String variable, String operand, boolean expected) {
    var test = Json.object();
    test.put("operator", operator);
    test.set("variable", Json.parse(variable));
    test.set("operand", Json.parse(operand));

    assertThat(outcome(test)).isEqualTo(truth(expected));
    if (!operator.startsWith("Is") && !operator.equals("StringMatches")) {
      test.put("operator", operator + "Path");
      assertThat(outcome(test)).isEqualTo(truth(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StringEquals\":\"a\"",
        "\"StringMatches\":\"*\"",
        "\"IsNull\":true",
        "\"IsString\":false",
        "\"NumericEqualsPath\":\"$.b\""
      })
  void failsOnAMissingVariable(String operator) {
    assertThat(test("{\"Variable\":\"$.a\"," + operator + "}", "{\"b\":1}"))
        .isEqualTo(invalidReference("$.a"));
  }

  @Test
  void failsOnAMissingOperand() {
    assertThat(test("{\"Variable\":\"$.b\",\"NumericEqualsPath\":\"$.a\"}", "{\"b\":1}"))
        .isEqualTo(invalidReference("$.a"));
  }

  @ParameterizedTest
  @CsvSource({"$.a,true,false", "$.a,false,true", "$.b,true,true", "$.b,false,false"})
  void testsPresenceOfWhatMayBeMissing(String variable, boolean operand, boolean expected) {
    assertThat(
            test(
                "{\"Variable\":\"%s\",\"IsPresent\":%s}".formatted(variable, operand),
                "{\"b\":null}"))
        .isEqualTo(truth(expected));
  }

  @Test
  void stopsAtTheFirstRuleThatDecides() {
    var absent = "{\"Variable\":\"$.x\",\"IsNull\":true}";
    var present = "{\"Variable\":\"$.x\",\"IsPresent\":true}";

    assertThat(test("{\"And\":[%s,%s]}".formatted(present, absent), "{}")).isEqualTo(truth(false));
    assertThat(test("{\"Or\":[{\"Not\":%s},%s]}".formatted(present, absent), "{}"))
        .isEqualTo(truth(true));
    assertThat(test("{\"And\":[%s,%s]}".formatted(absent, present), "{}"))
        .isEqualTo(invalidReference("$.x"));
    assertThat(test("{\"Not\":%s}".formatted(absent), "{}")).isEqualTo(invalidReference("$.x"));
  }

  @Test
  void readsTheContextObject() {
    var bindings =
        new FixedBindings(Json.object(), Json.parse("{\"State\":{\"Name\":\"S\"}}"), Map.of());

    assertThat(
            rule("{\"Variable\":\"$$.State.Name\",\"StringEquals\":\"S\"}")
                .choices()
                .getFirst()
                .rule()
                .test(bindings))
        .isEqualTo(truth(true));
  }

  private static Evaluated outcome(JsonNode recorded) {
    var operator = recorded.path("operator").stringValue();
    var document = Json.object();
    document.set("Variable", recorded.path("variable"));
    document.set("Value", recorded.path("operand"));
    var rule = Json.object();
    rule.put("Variable", "$.Variable");
    if (operator.endsWith("Path")) {
      rule.put(operator, "$.Value");
    } else {
      rule.set(operator, recorded.path("operand"));
    }
    return test(Json.text(rule), Json.text(document));
  }

  private static Evaluated test(String rule, String document) {
    return rule(rule).choices().getFirst().rule().test(FixedBindings.of(document));
  }

  private static ChoiceState rule(String rule) {
    var definition =
        """
        {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[%s,"Next":"E"}]},"E":{"Type":"Succeed"}}}
        """
            .formatted(rule.substring(0, rule.length() - 1));
    var reading = Asl.read(definition);
    assertThat(reading).as(definition).isInstanceOf(Reading.Valid.class);
    return (ChoiceState) ((Reading.Valid) reading).machine().block().requireState("C");
  }

  private static Evaluated truth(boolean holds) {
    return Evaluated.value(Json.parse(Boolean.toString(holds)));
  }

  private static Evaluated invalidReference(String path) {
    return Evaluated.failed(
        "States.Runtime",
        "Invalid path '"
            + path
            + "': The choice state's condition path references an invalid value.");
  }
}
