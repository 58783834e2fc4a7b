package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem.Severity;
import dev.stepwell.asl.resource.CallableServices;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "deploy",
    description = "Create a state machine from a file, or update it when it exists.",
    footer = {
      "%nExamples:",
      "  ./stepwell deploy order.asl.json --name Order",
      "  ./stepwell deploy order.asl.json --name Order --publish"
    })
final class DeployCommand extends ClientCommand {
  private final TextArgument texts;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The definition in Amazon States Language (JSON); - is the standard input.")
  private String file = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of the state machine.")
  private String name = "";

  @Option(
      names = "--role-arn",
      paramLabel = "ARN",
      description =
          "Role that executions carry; nothing is checked against it (default: ${DEFAULT-VALUE}).")
  private String roleArn = "arn:aws:iam::123456789012:role/stepwell";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "${COMPLETION-CANDIDATES}; a state machine keeps its type (default: that of the existing"
              + " one, else STANDARD).")
  private @Nullable MachineType type;

  @Option(names = "--publish", description = "Publish a version, too.")
  private boolean publish;

  DeployCommand(Terminal terminal, InputStream standardInput) {
    super(terminal);
    this.texts = new TextArgument(standardInput);
  }

  @Override
  int run(Server server) {
    var definition = texts.file(file);
    var existing = find(server);
    // The server knows what it can call.
    check(Findings.in(file, definition, requireType(existing), CallableServices.ANY));
    var answer =
        existing == null
            ? create(server, definition)
            : update(server, existing.path("stateMachineArn").asString(), definition);
    var version = answer.path("stateMachineVersionArn").asString("");
    print(answer, version.isEmpty() ? answer.path("stateMachineArn").asString() : version);
    return ExitCode.OK;
  }

  private @Nullable JsonNode find(Server server) {
    return server.list("ListStateMachines", Json.object(), "stateMachines").stream()
        .filter(machine -> machine.path("name").asString("").equals(name))
        .findFirst()
        .orElse(null);
  }

  private MachineType requireType(@Nullable JsonNode existing) {
    if (existing == null) {
      return type == null ? MachineType.STANDARD : type;
    }
    var current = MachineType.valueOf(existing.path("type").asString());
    if (type != null && type != current) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "%s exists with the type %s, which cannot change; nothing was deployed"
              .formatted(name, current));
    }
    return current;
  }

  private void check(Findings findings) {
    findings.forEachLine((problem, line) -> {
      if (problem.severity() == Severity.ERROR) {
        terminal().complain(line);
      } else {
        terminal().tell(line);
      }
    });
    if (findings.hasErrors()) {
      throw new CommandFailure(
          ExitCode.REFUSED, file + " is not a valid definition; nothing was deployed");
    }
  }

  private JsonNode create(Server server, String definition) {
    return server.call(
        "CreateStateMachine",
        Json.object()
            .put("name", name)
            .put("definition", definition)
            .put("roleArn", roleArn)
            .put("type", (type == null ? MachineType.STANDARD : type).name())
            .put("publish", publish));
  }

  private JsonNode update(Server server, String arn, String definition) {
    var updated =
        server.call(
            "UpdateStateMachine",
            Json.object()
                .put("stateMachineArn", arn)
                .put("definition", definition)
                .put("roleArn", roleArn)
                .put("publish", publish));
    return Json.object().put("stateMachineArn", arn).setAll((ObjectNode) updated);
  }
}
