package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One recorded case; its form is described in the README beside the cases. */
record ConformanceCase(JsonNode json) {
  private static final Path CASES = Path.of("shared", "conformance", "cases");
  private static final Set<String> KINDS =
      Set.of("execution", "execution-events", "sync-execution", "test-state", "api");

  /** What an execution can be given here. */
  private static final Set<String> AVAILABLE =
      Set.of("activity", "dynamodb", "lambda", "nested", "s3", "sqs");

  /** Calls of other services that a case makes to prepare itself. */
  private static final Set<String> PREPARATIONS = Set.of("CreateLogGroup", "DescribeLogGroups");

  /** The resource of a state that calls another service. */
  private static final Pattern OTHER_SERVICE = Pattern.compile(":states:::(?!lambda:|states:)");

  private static final Set<String> WHOLE_ACCOUNT = Set.of("ListStateMachines", "ListActivities");

  /** The folder of the cases: beside the repository or above it. */
  static Optional<Path> folder() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(CASES))) {
        return Optional.of(at.resolve(CASES));
      }
    }
    return Optional.empty();
  }

  /** Those recorded from AWS that need nothing that this version does not have. */
  static List<ConformanceCase> read(Path folder) {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(ConformanceCase::readOne)
          .filter(ConformanceCase::canRun)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConformanceCase readOne(Path file) {
    try {
      return new ConformanceCase(Json.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean canRun() {
    return json.path("validated_on_aws").asBoolean()
        && KINDS.contains(json.path("kind").asString())
        && (AVAILABLE.containsAll(texts("requires")) || callsStepFunctionsOnly());
  }

  /** Some cases only name another service, and never use it. */
  private boolean callsStepFunctionsOnly() {
    var kind = json.path("kind").asString();
    // With a mock a state calls nobody, and without an execution no state does.
    var callsNobody =
        kind.equals("test-state")
            || (kind.equals("api") && json.path("definition").isMissingNode());
    var text = Json.text(json.path("definition")) + Json.text(steps());
    return (callsNobody || !OTHER_SERVICE.matcher(text).find())
        && steps()
            .valueStream()
            .allMatch(step ->
                step.has("op")
                    ? step.path("service").asString().equals("stepfunctions")
                        || PREPARATIONS.contains(step.path("op").asString())
                    : !step.path("await").asString("").equals("on_execution_logs"));
  }

  private Set<String> texts(String member) {
    return json.path(member).valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }

  String id() {
    return json.path("id").asString();
  }

  String area() {
    return json.path("area").asString();
  }

  JsonNode steps() {
    return json.path("steps");
  }

  JsonNode checks() {
    return json.path("checks");
  }

  JsonNode expect(String key) {
    return json.path("expect").path(key);
  }

  int expectedStatus(String key) {
    return json.path("expect_http_status").path(key).asInt(200);
  }

  JsonNode functions() {
    return json.path("functions");
  }

  JsonNode placeholders() {
    return json.path("placeholders");
  }

  /** Whether it supposes that nothing but what it creates itself is in the account. */
  boolean listsWholeAccount() {
    return steps()
        .valueStream()
        .anyMatch(step -> WHOLE_ACCOUNT.contains(step.path("op").asString("")));
  }
}
