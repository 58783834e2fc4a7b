package dev.stepwell.launcher;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "deploy",
    description = "Create a state machine from a file, or update it when it exists.")
final class DeployCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The definition in Amazon States Language (JSON).")
  private Path file = Path.of("");

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

  DeployCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var definition = read();
    switch (Asl.read(definition)) {
      case Asl.Reading.Valid valid -> tell(valid.warnings());
      case Asl.Reading.Invalid invalid -> {
        tell(invalid.problems());
        throw new CommandFailure(
            ExitCode.REFUSED, file + " is not a valid definition; nothing was deployed");
      }
    }
    var request =
        Json.object().put("name", name).put("definition", definition).put("roleArn", roleArn);
    var created = server.callUnless("StateMachineAlreadyExists", "CreateStateMachine", request);
    if (created != null) {
      terminal().print(created.path("stateMachineArn").asString());
      return ExitCode.OK;
    }
    var arn = server.stateMachineArn(name);
    server.call(
        "UpdateStateMachine",
        Json.object()
            .put("stateMachineArn", arn)
            .put("definition", definition)
            .put("roleArn", roleArn));
    terminal().print(arn);
    return ExitCode.OK;
  }

  private void tell(List<Problem> problems) {
    for (var problem : problems) {
      var line = "%s %s".formatted(problem.severity(), problem.flattened());
      terminal().tell(problem.severity() == Problem.Severity.ERROR ? terminal().bad(line) : line);
    }
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, "There is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
