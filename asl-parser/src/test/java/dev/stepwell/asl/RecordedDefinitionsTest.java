package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every definition of the recorded cases, where they lie beside the repository. */
class RecordedDefinitionsTest {
  private static final String NOT_YET = "not supported by this version of Stepwell";

  private record Recorded(String id, String definition, MachineType type, JsonNode refusal) {}

  @Test
  void findsNoMistakeWhereAwsFoundNone() throws IOException {
    var wrong = new ArrayList<String>();
    var accepted = recorded().stream().filter(test -> test.refusal().isMissingNode()).toList();
    for (var test : accepted) {
      if (Asl.read(test.definition(), test.type()) instanceof Reading.Invalid(var problems)) {
        problems.stream()
            .filter(problem -> !isNotYet(problem))
            .forEach(problem -> wrong.add(test.id() + ": " + problem.flattened()));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(accepted).hasSizeGreaterThan(800);
  }

  @Test
  void findsTheMistakesThatAwsFound() throws IOException {
    var wrong = new ArrayList<String>();
    var refused = recorded().stream().filter(test -> !test.refusal().isMissingNode()).toList();
    for (var test : refused) {
      var problems =
          Asl.read(test.definition(), test.type()) instanceof Reading.Invalid(var found)
              ? found
              : List.<Problem>of();
      var isOnlyNotYet = problems.stream().allMatch(RecordedDefinitionsTest::isNotYet);
      if (!problems.isEmpty() && isOnlyNotYet) {
        continue;
      }
      var message = problems.stream().map(Problem::flattened).collect(Collectors.joining(", "));
      var expected = test.refusal().toString().replace("<partition>", "aws");
      if (!expected.contains("'" + message + "'")) {
        wrong.add(test.id() + ": " + message + " instead of " + expected);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(refused).hasSizeGreaterThan(5);
  }

  private static boolean isNotYet(Problem problem) {
    return problem.message().endsWith(NOT_YET);
  }

  private static List<Recorded> recorded() throws IOException {
    var folder = findCases();
    if (folder.isEmpty()) {
      abort("the recorded cases are not beside this repository");
    }
    var recorded = new ArrayList<Recorded>();
    try (var files = Files.walk(folder.get())) {
      for (var file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        addDefinitions(Json.parse(Files.readString(file)), recorded);
      }
    }
    return recorded;
  }

  private static void addDefinitions(JsonNode test, List<Recorded> recorded) {
    if (!test.path("validated_on_aws").asBoolean(false)) {
      return;
    }
    for (var step : test.path("steps")) {
      var given = step.path("params").path("definition");
      if (!step.path("op").asString("").equals("CreateStateMachine") || given.isMissingNode()) {
        continue;
      }
      var definition = given.has("$case") ? test.path("definition") : given.path("$json");
      var refusal =
          step.path("fails").asBoolean(false)
              ? test.path("expect").path(step.path("expect").asString(""))
              : Json.object().path("none");
      var isRefusalOfDefinition = Json.text(refusal).contains("Invalid State Machine Definition");
      if (refusal.isMissingNode() || isRefusalOfDefinition) {
        recorded.add(
            new Recorded(
                test.path("id").stringValue(),
                withoutTokens(
                    definition.isString() ? definition.stringValue() : Json.text(definition)),
                MachineType.valueOf(step.path("params").path("type").asString("STANDARD")),
                refusal));
      }
    }
  }

  private static String withoutTokens(String definition) {
    return definition
        .replaceAll("\\$\\{f\\d+\\.arn}", "arn:aws:lambda:us-east-1:111111111111:function:f")
        .replaceAll(
            "\\$\\{s\\d+\\.activityArn}", "arn:aws:states:us-east-1:111111111111:activity:a")
        .replaceAll("\\$\\{[^}]*}", "token");
  }

  /** The repository may be checked out beside the cases or one folder further down. */
  private static Optional<Path> findCases() {
    for (var base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      var folder = base.resolve("shared/conformance/cases");
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
