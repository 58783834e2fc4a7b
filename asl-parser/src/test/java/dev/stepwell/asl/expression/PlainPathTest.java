package dev.stepwell.asl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Seed;
import dev.stepwell.asl.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The fast path means the same as Jayway, also where it fails. */
class PlainPathTest {
  private static final int RUNS = 20_000;
  private static final List<String> NAMES = List.of("a", "b", "c", "x-y", "ü", "$");

  @Test
  void agreesWithJaywayOnGeneratedPathsAndDocuments() {
    var seed = Seed.choose();
    var random = new Random(seed);
    var found = 0;
    for (var i = 0; i < RUNS; i++) {
      var text = path(random);
      var document = document(random, 4);
      var plain = Objects.requireNonNull(PlainPath.parse(text), text);

      var expected = JaywayPath.compile(text).orElseThrow().read(document, new Allowance());
      var actual = plain.find(document);

      assertThat(actual)
          .as("seed %d, path %s, document %s", seed, text, document)
          .isEqualTo(expected.node());
      if (actual == null) {
        assertThat(plain.failure(document))
            .as("seed %d, path %s, document %s", seed, text, document)
            .isEqualTo(expected.failure());
      } else {
        found++;
      }
    }
    assertThat(found).as("seed %d: paths that lead somewhere", seed).isBetween(RUNS / 20, RUNS);
  }

  @Test
  void leavesOtherFormsToJayway() {
    assertThat(
            List.of(
                "$.*", "$..a", "$.a()", "$[0,1]", "$[0:1]", "$['a','b']", "$.[0]", "$['a\\'b']"))
        .allMatch(text -> PlainPath.parse(text) == null);
  }

  private static String path(Random random) {
    var text = new StringBuilder("$");
    for (var steps = random.nextInt(4); steps > 0; steps--) {
      var name = NAMES.get(random.nextInt(NAMES.size()));
      text.append(
          switch (random.nextInt(5)) {
            case 0 -> "['" + name + "']";
            case 1 -> "[\"" + name + "\"]";
            case 2 -> "[" + (random.nextInt(6) - 2) + "]";
            default -> "." + name;
          });
    }
    return text.toString();
  }

  private static JsonNode document(Random random, int depth) {
    var nodes = JsonNodeFactory.instance;
    if (depth == 0 || random.nextInt(6) == 0) {
      return Json.parse(
          List.of("null", "true", "1", "10000000000", "1.5", "\"text\"", "123456789012345678901")
              .get(random.nextInt(7)));
    }
    if (random.nextInt(3) == 0) {
      var array = nodes.arrayNode();
      for (var i = random.nextInt(4); i > 0; i--) {
        array.add(document(random, depth - 1));
      }
      return array;
    }
    var object = nodes.objectNode();
    for (var name : NAMES) {
      if (random.nextBoolean()) {
        object.set(name, document(random, depth - 1));
      }
    }
    return object;
  }
}
