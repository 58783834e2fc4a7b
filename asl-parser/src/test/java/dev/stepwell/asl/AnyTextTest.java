package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever the text, reading it gives a machine or problems, and gives it soon. */
class AnyTextTest {
  private static final int MUTATIONS = 60_000;

  /** On a slow machine fewer mutations are tried, but never fewer than {@link #MIN_MUTATIONS}. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MIN_MUTATIONS = 20_000;
  private static final int MEBIBYTE = 1_048_576;

  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "true",
          "-1",
          "1E+400",
          "\"\"",
          "\"$\"",
          "\"$..\"",
          "\"$x\"",
          "\"$$.a\"",
          "{}",
          "[]",
          "[null]",
          "{\"a.$\":\"$.b\"}",
          "\"Map\"",
          "\"Choice\"",
          "\"Task\"",
          "\"DISTRIBUTED\"",
          "\"EXPRESS\"",
          "\"arn:aws:states:::sqs:sendMessage.sync\"",
          "{\"a.$\":\"States.Format('{}', $.b, States.Array(1, $$.c[0], $d))\"}",
          "\"States.UUID()\"",
          "\"\\ud800\"",
          "99999999999999999999");

  @Test
  void neverThrowsOnMutatedDefinitions() throws IOException {
    var seed = Seed.choose();
    var random = new Random(seed);
    var originals = originals();
    var valid = 0;
    var deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    var tried = 0;
    while (tried < MUTATIONS && (tried < MIN_MUTATIONS || System.nanoTime() < deadlineNanos)) {
      var original = originals.get(random.nextInt(originals.size()));
      var mutated =
          random.nextBoolean() ? mutatedText(original, random) : mutatedTree(original, random);
      var type = random.nextBoolean() ? MachineType.STANDARD : MachineType.EXPRESS;
      valid += read(mutated, type, seed) instanceof Reading.Valid ? 1 : 0;
      tried++;
    }
    // Both outcomes are met, or the mutations prove nothing.
    assertThat(valid).as("seed %d", seed).isBetween(tried / 100, tried * 9 / 10);
  }

  private static Reading read(String definition, MachineType type, long seed) {
    try {
      return Asl.read(definition, type);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "seed %d, machine type %s, definition %s".formatted(seed, type, definition), e);
    }
  }

  @Test
  void survivesAMebibyteOfAnything() {
    for (var piece :
        List.of(
            "[",
            "{\"a\":",
            "\"",
            "\\",
            "1",
            "\ud800",
            "{\"States\":",
            " ",
            "NaN",
            "[],",
            "\u0000")) {
      var text = piece.repeat(MEBIBYTE / piece.length());
      assertThat(Asl.read(text)).as(piece).isInstanceOf(Reading.Invalid.class);
    }
  }

  /** Locations are as long as the nesting is deep: all of them together would fill the memory. */
  @Test
  void tellsNoMoreThanTheMostProblems() {
    var choices = "{},".repeat(300_000);
    var definition =
        "{\"StartAt\":\"S\",\"States\":{\"%s\":{\"Type\":\"Choice\",\"Choices\":[%s{}]}}}"
            .formatted("x".repeat(40_000), choices);

    assertThat(problems(Asl.read(definition))).hasSize(ProblemLog.MAX_PROBLEMS);
  }

  @Test
  void acceptsHundredNestedMapsAndNoMore() {
    assertThat(Asl.read(nestedMaps(100))).isInstanceOf(Reading.Valid.class);
    assertThat(problems(Asl.read(nestedMaps(101))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.TOO_DEEPLY_NESTED))
        .satisfies(problem -> assertThat(problem.location()).endsWith("/States/M0/ItemProcessor"));
  }

  @Test
  void readsAMebibyteOfStates() {
    var states = new StringBuilder("\"S0\":{\"Type\":\"Pass\",\"Next\":\"S1\"}");
    var count = 20_000;
    for (var i = 1; i < count; i++) {
      states.append(",\"S%d\":{\"Type\":\"Pass\",\"Next\":\"S%d\"}".formatted(i, i + 1));
    }
    states.append(",\"S%d\":{\"Type\":\"Succeed\"}".formatted(count));

    assertThat(Asl.read("{\"StartAt\":\"S0\",\"States\":{" + states + "}}"))
        .isInstanceOf(Reading.Valid.class);
  }

  private static String nestedMaps(int depth) {
    var block = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
    for (var i = 0; i < depth; i++) {
      block =
          "{\"StartAt\":\"M%d\",\"States\":{\"M%d\":{\"Type\":\"Map\",\"ItemProcessor\":%s,\"End\":true}}}"
              .formatted(i, i, block);
    }
    return block;
  }

  private static List<Problem> problems(Reading reading) {
    return reading instanceof Reading.Invalid(var problems) ? problems : List.of();
  }

  private static List<String> originals() throws IOException {
    var originals = new ArrayList<String>();
    try (var files = Files.list(Path.of("src", "test", "resources", "definitions"))) {
      for (var file : files.sorted().toList()) {
        var definition = Json.parse(Files.readString(file)).path("definition");
        if (definition.isObject()) {
          originals.add(Json.text(definition));
        }
      }
    }
    return originals;
  }

  private static String mutatedText(String original, Random random) {
    var text = new StringBuilder(original);
    for (var edits = random.nextInt(3); edits >= 0 && !text.isEmpty(); edits--) {
      var position = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(position);
        case 1 -> text.setCharAt(position, (char) random.nextInt(0x80));
        default -> text.insert(position, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
      }
    }
    return text.toString();
  }

  private static String mutatedTree(String original, Random random) {
    var tree = Json.parse(original);
    var containers = new ArrayList<JsonNode>();
    collectContainers(tree, containers);
    var container = containers.get(random.nextInt(containers.size()));
    var value = Json.parse(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    if (container instanceof ObjectNode object) {
      var names = new ArrayList<>(object.propertyNames());
      names.add("Extra");
      object.set(names.get(random.nextInt(names.size())), value);
    } else if (container instanceof ArrayNode array) {
      array.insert(random.nextInt(array.size() + 1), value);
    }
    return Json.text(tree);
  }

  private static void collectContainers(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collectContainers(child, containers));
    }
  }
}
