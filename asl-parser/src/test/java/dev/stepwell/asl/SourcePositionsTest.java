package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.SourcePositions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each problem is where its definition has it. */
class SourcePositionsTest {
  private static List<String> positions(String definition) {
    var problems =
        switch (Asl.read(definition)) {
          case Reading.Valid(_, var warnings) -> warnings;
          case Reading.Invalid(var found) -> found;
        };
    var positions = SourcePositions.of(definition, problems);
    return problems.stream()
        .map(problem -> {
          var at = positions.of(problem);
          return "%d:%d %s".formatted(at.line(), at.column(), problem.location());
        })
        .toList();
  }

  @Test
  void aFieldIsWhereItsNameIs() {
    assertThat(
            positions(
                """
                {
                  "StartAt": "A",
                  "States": {
                    "A": {"Type": "Pass", "Next": "Nowhere"},
                    "B": {"Type": "Succeed"}
                  }
                }
                """))
        .containsExactlyInAnyOrder("4:27 /States/A/Next", "5:5 /States/B");
  }

  @Test
  void anItemIsWhereItBegins() {
    assertThat(
            positions(
                """
                {"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [
                  {"Variable": "$.a", "BooleanEquals": true, "Next": "B"},
                  {"Variable": "$.a", "BooleanEquals": true, "Next": "C"}]},
                 "B": {"Type": "Succeed"}}}
                """))
        .containsExactly("3:46 /States/A/Choices[1]/Next");
  }

  @Test
  void whatIsMissingIsWhereItBelongs() {
    assertThat(positions("{\n \"StartAt\": \"A\",\n \"States\": {\n  \"A\": {\"End\": true}}}"))
        .anySatisfy(position -> assertThat(position).startsWith("4:3 /States/A"));
  }

  @Test
  void namesMayLookLikePlaces() {
    assertThat(
            positions(
                """
                {"StartAt": "a/b[0]", "States": {
                  "a": {"Type": "Pass", "Next": "a/b[0]"},
                  "a/b[0]": {"Type": "Pass", "Next": "gone"}}}
                """))
        .contains("3:30 /States/a/b[0]/Next");
  }

  @Test
  void theWholeIsWhereItBegins() {
    assertThat(positions("\n  []")).containsExactly("2:3 null");
    assertThat(positions(" ")).containsExactly("1:1 null");
  }

  @Test
  void brokenTextIsWhereItBreaks() {
    assertThat(positions("{\n  \"StartAt\": nonsense\n}"))
        .singleElement()
        .satisfies(position -> assertThat(position).startsWith("2:14 "));
    assertThat(positions("{\"a\": 1,\n \"a\": 2}"))
        .singleElement()
        .satisfies(position -> assertThat(position).startsWith("2:5 "));
    assertThat(positions("{}\n x"))
        .singleElement()
        .satisfies(position -> assertThat(position).startsWith("2:2 "));
  }

  @Test
  void everyProblemOfADeepDefinitionHasAPlace() {
    var depth = 400;
    var definition = "{\"a\":\n".repeat(depth) + "1" + "}".repeat(depth);
    var place = "/a".repeat(depth);
    var problem =
        new Problem(Problem.Severity.ERROR, Problem.Code.SCHEMA_VALIDATION_FAILED, "deep", place);
    assertThat(SourcePositions.of(definition, List.of(problem)).of(problem).line())
        .isEqualTo(depth);
  }
}
