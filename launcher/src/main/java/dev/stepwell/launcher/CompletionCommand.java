package dev.stepwell.launcher;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print a script by which a shell completes commands and options.",
    footer = {
      "%nFor the shell that runs:",
      "  bash: source <(./stepwell completion bash)",
      "  zsh:  source <(./stepwell completion zsh)",
      "  fish: ./stepwell completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  /** What is completed: the script as people call it, by any path. */
  private static final String NAME = "stepwell";

  private enum Shell {
    bash,
    zsh,
    fish
  }

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(spec).root();
    terminal.print(
        switch (shell) {
          // One script, which makes zsh understand bash's completions.
          case bash, zsh -> AutoComplete.bash(NAME, root.commandLine());
          case fish -> FishCompletion.of(NAME, root);
        });
    return ExitCode.OK;
  }
}
