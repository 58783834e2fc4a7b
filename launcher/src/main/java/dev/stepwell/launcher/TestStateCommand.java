package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "test-state",
    description = {
      "Run one state without an execution (TestState).",
      "Ends with 0 when the state succeeded or caught its error, else with 1."
    },
    footer = {
      "%nExamples:",
      "  ./stepwell test-state order.asl.json --state IsLargeOrder --input '{\"amount\": 1000}'",
      "  ./stepwell test-state order.asl.json --state CheckOut --mock '{\"total\": 5}' --level"
          + " DEBUG"
    })
final class TestStateCommand extends ClientCommand {
  /** The service gives a state five minutes. */
  private static final Duration LONGEST = Duration.ofMinutes(6);

  private enum Level {
    INFO,
    DEBUG,
    TRACE
  }

  private final TextArgument texts;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "One state, or with --state a whole definition; - is the standard input.")
  private String file = "";

  @Option(names = "--state", paramLabel = "NAME", description = "The state of the definition.")
  private @Nullable String state;

  @Option(
      names = "--input",
      paramLabel = "JSON",
      description = "JSON text or @FILE (default: ${DEFAULT-VALUE}).")
  private String input = "{}";

  @Option(names = "--context", paramLabel = "JSON", description = "The Context Object, or @FILE.")
  private @Nullable String context;

  @Option(names = "--variables", paramLabel = "JSON", description = "The variables, or @FILE.")
  private @Nullable String variables;

  @Option(
      names = "--mock",
      paramLabel = "JSON",
      description = "What the state's call gives, or @FILE: nothing is called.")
  private @Nullable String mock;

  @Option(
      names = "--mock-error",
      paramLabel = "NAME",
      description = "The error that the state's call fails with.")
  private @Nullable String mockError;

  @Option(names = "--mock-cause", paramLabel = "TEXT", description = "The cause of that error.")
  private @Nullable String mockCause;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often the state was tried again already.")
  private @Nullable Integer retries;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "How much to show: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Level level = Level.INFO;

  @Mixin private final RoleOption role = new RoleOption();

  TestStateCommand(Terminal terminal, InputStream standardInput) {
    super(terminal);
    this.texts = new TextArgument(standardInput);
  }

  @Override
  int run(Server server) {
    var tested = server.call("TestState", request(), LONGEST);
    var status = tested.path("status").asString();
    print(tested, text(tested, status));
    return switch (status) {
      case "SUCCEEDED", "CAUGHT_ERROR" -> ExitCode.OK;
      default -> ExitCode.FAILED;
    };
  }

  private ObjectNode request() {
    var request =
        Json.object()
            .put("definition", texts.file(file))
            .put("roleArn", role.arn())
            .put("input", texts.text(input))
            .put("inspectionLevel", level.name());
    if (state != null) {
      request.put("stateName", state);
    }
    if (context != null) {
      request.put("context", texts.text(context));
    }
    if (variables != null) {
      request.put("variables", texts.text(variables));
    }
    if (retries != null) {
      request.putObject("stateConfiguration").put("retrierRetryCount", retries);
    }
    putMock(request);
    return request;
  }

  private void putMock(ObjectNode request) {
    if (mock != null) {
      request.withObject("/mock").put("result", texts.text(mock));
    }
    if (mockError != null) {
      request.withObject("/mock/errorOutput").put("error", mockError);
    }
    if (mockCause != null) {
      request.withObject("/mock/errorOutput").put("cause", mockCause);
    }
  }

  private String text(JsonNode tested, String status) {
    var good = status.equals("SUCCEEDED");
    var fields =
        new Fields(terminal())
            .add("status", good ? terminal().good(status) : terminal().bad(status))
            .add("next", tested.path("nextState").asString(""))
            .add("output", Terminal.plain(tested.path("output").asString("")))
            .add("error", Terminal.plain(tested.path("error").asString("")))
            .add("cause", Terminal.plain(tested.path("cause").asString("")));
    var seen =
        tested.path("inspectionData").properties().stream()
            .map(member -> "%-20s %s".formatted(member.getKey(), inspected(member.getValue())))
            .toList();
    return fields.addBlock("inspection", seen).text();
  }

  private static String inspected(JsonNode value) {
    return Terminal.plain(value.isString() ? value.stringValue() : Json.text(value));
  }
}
