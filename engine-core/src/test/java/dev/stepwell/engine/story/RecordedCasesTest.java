package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.history.HistoryWriter;
import dev.stepwell.engine.model.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Executions recorded from AWS that need nothing but the interpreter, event by event: the recorded
 * cases where they lie beside the project. The stories have the sequences that a bare clone tests.
 */
class RecordedCasesTest {
  private static final List<String> AREAS =
      List.of(
          "assign",
          "base",
          "choice_operators",
          "context_object",
          "evaluate_jsonata",
          "outputdecl",
          "query_language",
          "scenarios",
          "states_variables");

  /** What stands in a recording for a value of the moment. */
  private static final Set<String> PLACEHOLDERS = Set.of("date", "timestamp", "snf_role_arn");

  private static final Pattern INTRINSIC_CALL = Pattern.compile("States\\.\\w+\\(");

  private static Optional<Path> findCases() {
    for (var base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      var folder = base.resolve("shared/conformance/cases");
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  @Test
  void historiesAgreeEventByEvent() {
    var folder = findCases();
    if (folder.isEmpty()) {
      abort("the recorded cases are not beside this repository");
    }
    var cases =
        AREAS.stream()
            .flatMap(area -> files(folder.get().resolve(area)))
            .map(file -> Json.parse(read(file)))
            .filter(RecordedCasesTest::isForTheInterpreterAlone)
            .toList();
    var wrong = new ArrayList<String>();
    for (var recorded : cases) {
      var expected = recorded.at("/expect/get_execution_history/events");
      var actual = history(recorded);
      for (var i = 0; i < Math.max(expected.size(), actual.size()); i++) {
        if (!agrees(expected.path(i), actual.path(i))) {
          wrong.add(
              "%s%n  expected %s%n  but was  %s"
                  .formatted(recorded.path("id"), expected.path(i), actual.path(i)));
          break;
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases.size()).isGreaterThan(100);
  }

  private static Stream<Path> files(Path area) {
    try (var files = Files.list(area)) {
      return files.sorted().toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isForTheInterpreterAlone(JsonNode recorded) {
    var tags = recorded.path("tags").toString();
    var text = recorded.toString();
    return recorded.path("kind").asString("").equals("execution")
        && recorded.path("validated_on_aws").asBoolean()
        && recorded.path("requires").isEmpty()
        && recorded.path("definition").isObject()
        && recorded.path("input").isContainer()
        && recorded.at("/expect/get_execution_history/events").isArray()
        && !text.contains("parallel-order")
        && !text.contains("${now")
        && !tags.contains("distributed-map")
        && !INTRINSIC_CALL.matcher(recorded.path("definition").toString()).find();
  }

  private static JsonNode history(JsonNode recorded) {
    var run =
        new ExecutionRun(
            recorded.path("definition").toString(),
            recorded.path("input").toString(),
            Limits.DEFAULTS);
    run.apply(new Command.StartExecution());
    run.pass(Duration.ofDays(1));
    return Json.parse(new String(HistoryWriter.write(run.history()), StandardCharsets.UTF_8));
  }

  /** Compares texts that hold JSON as what they hold: the spacing of the inputs is not kept. */
  private static boolean agrees(JsonNode expected, JsonNode actual) {
    if (expected.isString()) {
      var text = expected.stringValue();
      return PLACEHOLDERS.contains(text)
          || text.contains("<")
          || value(expected).equals(value(actual));
    }
    var present = value(actual);
    if (expected.isObject()) {
      return Set.copyOf(present.propertyNames()).equals(Set.copyOf(expected.propertyNames()))
          && expected.properties().stream()
              .allMatch(member -> agrees(member.getValue(), present.path(member.getKey())));
    }
    if (expected.isArray()) {
      return present.size() == expected.size()
          && IntStream.range(0, expected.size())
              .allMatch(i -> agrees(expected.get(i), present.get(i)));
    }
    return expected.equals(present);
  }

  private static JsonNode value(JsonNode node) {
    try {
      return node.isString() ? Json.parse(node.stringValue()) : node;
    } catch (JacksonException notJson) {
      return node;
    }
  }
}
