package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem.Severity;
import dev.stepwell.asl.resource.CallableServices;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "validate",
    description = {
      "Say all that is wrong with definitions, with line and column. Needs no server.",
      "Ends with 0 when all can be deployed, with 1 when one has an error."
    },
    footer = {
      "%nExamples:",
      "  ./stepwell validate *.asl.json",
      "  git show HEAD:order.asl.json | ./stepwell validate -"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final TextArgument texts;

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Definitions in Amazon States Language (JSON); - is the standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private MachineType type = MachineType.STANDARD;

  @Option(
      names = "--json",
      description =
          "Print an object per file: the answer of ValidateStateMachineDefinition, with file, line"
              + " and column.")
  private boolean json;

  ValidateCommand(Terminal terminal, InputStream standardInput) {
    this.terminal = terminal;
    this.texts = new TextArgument(standardInput);
  }

  @Override
  public Integer call() {
    var valid = true;
    for (var file : files) {
      var name = file.equals(TextArgument.STANDARD_INPUT) ? "<stdin>" : file;
      var findings = Findings.in(name, texts.file(file), type, CallableServices.OF_AWS);
      valid &= !findings.hasErrors();
      if (json) {
        terminal.print(Json.text(findings.json()));
      } else {
        print(findings);
      }
    }
    return valid ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(Findings findings) {
    findings.forEachLine((problem, line) ->
        terminal.print(problem.severity() == Severity.ERROR ? terminal.bad(line) : line));
    terminal.tell(findings.file() + ": " + findings.summary());
  }
}
