package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file under {@code definitions} is named by the one thing that it proves, and holds a
 * definition (an object, or a text that is read as it is), the problems or warnings that it must
 * give, and the type of the machine where it is not STANDARD.
 */
class DefinitionProblemsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "definitions");

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesExactlyTheseProblems(String name) {
    var example = Json.parse(text(FOLDER.resolve(name + ".json")));
    var definition = example.path("definition");
    var expected = new ArrayList<String>();
    example.path("problems").forEach(problem -> expected.add(problem.stringValue()));

    var reading =
        Asl.read(
            definition.isString() ? definition.stringValue() : Json.text(definition),
            MachineType.valueOf(example.path("type").asString("STANDARD")));

    assertThat(flattened(reading)).isEqualTo(expected);
  }

  private static List<String> flattened(Reading reading) {
    var problems =
        switch (reading) {
          case Reading.Valid(var _, var warnings) -> warnings;
          case Reading.Invalid(var found) -> found;
        };
    return problems.stream().map(Problem::flattened).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
