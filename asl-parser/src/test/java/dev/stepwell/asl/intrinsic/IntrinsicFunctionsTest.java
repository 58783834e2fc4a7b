package dev.stepwell.asl.intrinsic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stepwell.asl.Seed;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.FixedBindings;
import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Intrinsic functions, from the text of the call to the result. */
class IntrinsicFunctionsTest {
  private static final int MUTATIONS = 30_000;
  private static final Path VECTORS =
      Path.of("src", "test", "resources", "intrinsic", "vectors.jsonl");

  /** The cases recorded from the live service, where they lie beside the repository. */
  @Test
  void agreesWithTheRecordedCases() throws IOException {
    var file = findRecordedCases();
    if (file.isEmpty()) {
      abort("the recorded cases are not beside this repository");
    }
    var wrong = new ArrayList<String>();
    var checked = 0;
    for (var line : Files.readAllLines(file.get())) {
      var recorded = Json.parse(line);
      var call = recorded.path("call").stringValue();
      // The other calls are those of JSONata.
      if (call.startsWith("States.")) {
        checked++;
        var outcome = evaluate(call, recorded.path("input"));
        if (!outcome.equals(Evaluated.value(recorded.path("result")))) {
          wrong.add(line + " gave " + outcome);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isEqualTo(121);
  }

  /** The repository may be checked out beside the reference or one folder further down. */
  private static Optional<Path> findRecordedCases() {
    for (var base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      var file = base.resolve("shared/reference/recorded/intrinsic-cases.jsonl");
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  static List<String> vectors() throws IOException {
    return Files.readAllLines(VECTORS);
  }

  /**
   * One line is a call that is refused when it is read, or one with an input and its result or its
   * failure; a reason that is null is the JSON parser's own.
   */
  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithTheVector(String line) {
    var vector = Json.parse(line);
    var call = vector.path("call").stringValue();
    if (vector.path("refused").asBoolean(false)) {
      assertThat(IntrinsicParser.parse(call)).isEmpty();
      return;
    }
    var outcome = evaluate(call, vector.path("input"));
    if (vector.has("result")) {
      assertThat(outcome).hasToString(Evaluated.value(vector.path("result")).toString());
      return;
    }
    var start = "The function '" + call + "' had the following error: ";
    assertThat(outcome).isInstanceOf(Evaluated.Failed.class);
    var error = ((Evaluated.Failed) outcome).error();
    assertThat(error.name()).isEqualTo(vector.path("error").stringValue());
    if (vector.path("reason").isNull()) {
      assertThat(error.cause()).startsWith(start + "The argument 1 is not valid JSON: ");
    } else {
      assertThat(error.cause()).isEqualTo(start + vector.path("reason").stringValue());
    }
  }

  @Test
  void hasVectorsForEveryFunction() throws IOException {
    var calls = String.join("\n", vectors());
    for (var function : IntrinsicFunction.values()) {
      assertThat(calls).contains("States." + function.aslName() + "(");
    }
  }

  @ParameterizedTest
  @CsvSource({"Base64Encode", "Base64Decode"})
  void codesTenThousandCharactersAndNoMore(String function) {
    var call = "States." + function + "($)";

    assertThat(evaluate(call, text("abcd".repeat(2_500)))).isInstanceOf(Evaluated.Value.class);
    assertThat(evaluate(call, text("abcd".repeat(2_500) + "a")))
        .isEqualTo(failure(call, "The argument 1 has more than 10000 characters"));
  }

  @Test
  void hashesTenThousandCharactersAndNoMore() {
    var call = "States.Hash($, 'SHA-512')";

    assertThat(evaluate(call, text("\ud83d\ude00".repeat(10_000))))
        .isInstanceOf(Evaluated.Value.class);
    assertThat(evaluate(call, text("a".repeat(10_001))))
        .isEqualTo(failure(call, "The argument 1 has more than 10000 characters"));
  }

  /** Calls that repeat or copy their input as often as a definition has room for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"States.JsonToString|$,", "States.ArrayLength|States.StringSplit($, '-'),"})
  void refusesCallsThatMultiplyTheirInput(String function, String argument) {
    var few = function + "(States.Array(" + argument.repeat(9) + " 1))";
    var many = function + "(States.Array(" + argument.repeat(2_000) + " 1))";
    var input = text("a-".repeat(5_000));

    assertThat(evaluate(few, input)).isInstanceOf(Evaluated.Value.class);
    assertThat(evaluate(many, input))
        .isEqualTo(failure(many, "The calls read and make more than 4194304 characters"));
  }

  /** Whatever stands in a call and whatever it is given, there is a value or a failure. */
  @Test
  void neverThrowsOnMutatedCalls() throws IOException {
    var seed = Seed.choose();
    var random = new Random(seed);
    var calls =
        vectors().stream().map(line -> Json.parse(line).path("call").stringValue()).toList();
    var inputs = vectors().stream().map(line -> Json.parse(line).path("input")).toList();
    var evaluated = 0;
    for (var i = 0; i < MUTATIONS; i++) {
      var mutated = new StringBuilder(calls.get(random.nextInt(calls.size())));
      var other = calls.get(random.nextInt(calls.size()));
      var position = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(position);
        case 1 -> mutated.setCharAt(position, "$'\\{}()[],.0".charAt(random.nextInt(12)));
        case 2 -> mutated.insert(position, other);
        default -> {}
      }
      var input = inputs.get(random.nextInt(inputs.size()));
      evaluated += isEvaluated(mutated.toString(), input, seed) ? 1 : 0;
    }
    assertThat(evaluated).as("seed %d", seed).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
  }

  private static boolean isEvaluated(String call, JsonNode input, long seed) {
    try {
      return IntrinsicParser.parse(call).isPresent()
          && evaluate(call, input.isMissingNode() ? Json.object() : input) != null;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed %d, call %s, input %s".formatted(seed, call, input), e);
    }
  }

  @Test
  void drawsUuidsFromTheBindings() {
    var uuid = UUID.fromString(result("States.UUID()").stringValue());

    assertThat(uuid.version()).isEqualTo(4);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(result("States.UUID()").stringValue()).isEqualTo(uuid.toString());
  }

  @Test
  void drawsTheSameNumberForTheSameSeed() {
    assertThat(result("States.MathRandom(0, 1000000, 3)").intValue()).isBetween(0, 999_999);
    assertThat(result("States.MathRandom(0, 1000000, 3)"))
        .isEqualTo(result("States.MathRandom(0, 1000000, 3)"))
        .isNotEqualTo(result("States.MathRandom(0, 1000000, 4)"))
        .isNotEqualTo(result("States.MathRandom(0, 1000000)"));
  }

  @Test
  void knowsWhichFunctionsMayReturnText() {
    assertThat(parse("States.ArrayGetItem($, 0)").mayReturnText()).isTrue();
    assertThat(parse("States.StringSplit($, ',')").mayReturnText()).isFalse();
  }

  private static IntrinsicExpression parse(String call) {
    return IntrinsicParser.parse(call).orElseThrow();
  }

  private static JsonNode result(String call) {
    return ((Evaluated.Value) evaluate(call, Json.object())).node();
  }

  private static Evaluated evaluate(String call, JsonNode input) {
    Expression expression = parse(call);
    return expression.evaluate(
        new FixedBindings(
            input,
            Json.parse("{\"State\":{\"Name\":\"S\"}}"),
            Map.of("v", Json.parse("{\"w\":[7]}"))));
  }

  private static Evaluated failure(String call, String reason) {
    return Evaluated.failed(
        "States.IntrinsicFailure",
        "The function '" + call + "' had the following error: " + reason);
  }

  private static JsonNode text(String text) {
    return Json.mapper().valueToTree(text);
  }
}
