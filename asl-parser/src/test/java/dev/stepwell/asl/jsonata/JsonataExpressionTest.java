package dev.stepwell.asl.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Evaluated.Failed;
import dev.stepwell.asl.expression.Evaluated.Value;
import dev.stepwell.asl.expression.FixedBindings;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.jsonata.JsonataExpression.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonataExpressionTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "jsonata");
  private static final String INPUT =
      """
      {"a":[1,2.5],"e":[],"n":null,"o":{"x":1,"y":[{"z":"q"}]},"t":"hello world"}
      """;

  static List<JsonNode> evaluations() throws IOException {
    var vectors = new ArrayList<JsonNode>();
    Json.parse(Files.readString(FOLDER.resolve("evaluations.json"))).forEach(vectors::add);
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("evaluations")
  void evaluates(JsonNode vector) {
    var text = vector.path("expression").stringValue();

    var evaluated = evaluate(text, null);

    if (vector.has("value")) {
      assertThat(evaluated).isEqualTo(new Value(vector.get("value")));
    } else {
      assertThat(evaluated).isEqualTo(failed(text, vector.path("failure").stringValue()));
    }
  }

  static List<String> hostileExpressions() throws IOException {
    return Files.readAllLines(FOLDER.resolve("hostile.txt"));
  }

  /** The bound is wide: what it tells apart is seconds from hours. */
  @ParameterizedTest
  @MethodSource("hostileExpressions")
  void endsWhateverIsAskedOfIt(String hostile) {
    var start = System.nanoTime();

    var evaluated = evaluate(hostile, null);

    assertThat(evaluated)
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.error().name()).isEqualTo(StatesError.QUERY_EVALUATION_ERROR));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  /** Recorded: test_map_items_eval_jsonata_fail. */
  @Test
  void refusesAnotherTypeThanTheFieldTakes() {
    assertThat(evaluate("$states.input.o", ResultType.ARRAY))
        .isEqualTo(
            failed(
                "$states.input.o",
                "returned an unexpected result type. Expected 'array', but was 'object' for value:"
                    + " {\"x\":1,\"y\":[{\"z\":\"q\"}]}"));
    assertThat(evaluate("'string'", ResultType.NUMBER))
        .isEqualTo(
            failed(
                "'string'",
                "returned an unexpected result type. Expected 'number', but was 'string' for value:"
                    + " \"string\""));
    assertThat(evaluate("true", ResultType.BOOLEAN)).isEqualTo(Evaluated.value(Json.parse("true")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'unterminated", "(1", "[1..", "\"\\", "/a", "$x :=", "/(/", "a b", ""})
  void refusesWhatIsNoExpression(String text) {
    assertThat(JsonataExpression.compile("{%" + text + "%}", "Output", null))
        .isInstanceOf(Compilation.Malformed.class);
  }

  @Test
  void refusesALongExpressionBeforeItIsRead() {
    var longest = "'" + "x".repeat(JsonataExpression.MAX_LENGTH - 2) + "'";

    assertThat(JsonataExpression.compile("{%" + longest + "%}", "Output", null))
        .isInstanceOf(Compilation.Compiled.class);
    assertThat(JsonataExpression.compile("{%1" + longest + "%}", "Output", null))
        .isInstanceOf(Compilation.Malformed.class);
  }

  @Test
  void tellsTheVariablesThatItReads() {
    var expression =
        compiled(
            "($local := $a.b; $sum($b[$c = 1]) + $local & $states.input.x /* $d */ & '$e' &"
                + " $map($f, function($g, $i) { $g + $h }) & $replace('x', /$j/, $string))",
            null);

    assertThat(expression.variables()).containsExactly("a", "b", "c", "f", "h");
  }

  /**
   * A variable may have the name of a function; calling it calls the function, and within its
   * budget.
   */
  @Test
  void aVariableDoesNotHideTheFunctionOfItsName() {
    var bindings =
        new FixedBindings(Json.object(), Json.object(), Map.of("pad", Json.parse("\"x\"")));

    assertThat(compiled("$pad", null).evaluate(bindings))
        .isEqualTo(Evaluated.value(Json.parse("\"x\"")));
    assertThat(compiled("$pad('a', 3, 'b')", null).evaluate(bindings))
        .isEqualTo(Evaluated.value(Json.parse("\"abb\"")));
    assertThat(compiled("$pad('a', 1e9)", null).evaluate(bindings))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.error().cause()).endsWith("than 8000000 characters"));
  }

  @Test
  void leavesTheValuesThatItReadsAlone() {
    var input = Json.parse(INPUT);
    var before = input.toString();

    var evaluated =
        compiled("[$states.input ~> |o|{'x':2}|, $sort($states.input.a), $states.input.e{}]", null)
            .evaluate(bindings(input));

    assertThat(evaluated).isInstanceOf(Value.class);
    assertThat(input.toString()).isEqualTo(before);
  }

  @Test
  void isEvaluatedByManyThreadsAtOnce() throws Exception {
    var expression =
        compiled(
            "($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) };"
                + " $f($states.input.n) & $replace('a1', /[0-9]/, $string($states.input.n)))",
            null);
    var calls = new ArrayList<Callable<Evaluated>>();
    for (var i = 0; i < 400; i++) {
      var bindings = bindings(Json.parse("{\"n\":" + (i % 4 + 1) + "}"));
      calls.add(() -> expression.evaluate(bindings));
    }
    List<Future<Evaluated>> answers;
    try (var threads = Executors.newFixedThreadPool(4)) {
      answers = threads.invokeAll(calls);
    }
    for (var i = 0; i < answers.size(); i++) {
      var expected = List.of("1a1", "2a2", "6a3", "24a4").get(i % 4);
      assertThat(answers.get(i).get())
          .isEqualTo(Evaluated.value(Json.parse("\"" + expected + "\"")));
    }
  }

  private static Evaluated evaluate(String text, @Nullable ResultType expected) {
    return compiled(text, expected).evaluate(bindings(Json.parse(INPUT)));
  }

  private static JsonataExpression compiled(String text, @Nullable ResultType expected) {
    return switch (JsonataExpression.compile("{% " + text + " %}", "Output/x", expected)) {
      case Compilation.Compiled(var expression) -> expression;
      case Compilation.Malformed(var message) -> throw new AssertionError(text + ": " + message);
    };
  }

  private static Bindings bindings(JsonNode input) {
    var states = Json.object();
    states.set("input", input);
    return new FixedBindings(
        Json.object(), Json.object(), Map.of("states", states, "v", Json.parse("[1,[2,3]]")));
  }

  private static Failed failed(String text, String what) {
    return new Failed(
        new StatesError(
            StatesError.QUERY_EVALUATION_ERROR,
            "The JSONata expression '" + text + "' specified for the field 'Output/x' " + what),
        "Output/x");
  }
}
