package dev.stepwell.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script by which fish completes commands and options, with their descriptions. */
final class FishCompletion {
  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(String program, CommandSpec root) {
    var script = new FishCompletion(program);
    script.addOptions(root, "__fish_use_subcommand");
    script.addSubcommands(root, "__fish_use_subcommand");
    return String.join("\n", script.lines);
  }

  private void addSubcommands(CommandSpec command, String condition) {
    command
        .subcommands()
        .forEach((name, subcommand) -> {
          var spec = subcommand.getCommandSpec();
          add(condition, "-f -a " + name, description(spec.usageMessage().description()));
          var within = "__fish_seen_subcommand_from " + name;
          addOptions(spec, within);
          if (!spec.subcommands().isEmpty()) {
            var names = String.join(" ", spec.subcommands().keySet());
            addSubcommands(spec, within + "; and not __fish_seen_subcommand_from " + names);
          }
        });
  }

  private void addOptions(CommandSpec command, String condition) {
    for (var option : command.options()) {
      if (!option.hidden()) {
        add(condition, names(option), description(option.description()));
      }
    }
  }

  private static String names(OptionSpec option) {
    var names = new StringBuilder(option.arity().max() > 0 ? "-r" : "-f");
    for (var name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1));
    }
    var candidates = option.completionCandidates();
    if (candidates != null) {
      names.append(" -f -a '").append(String.join(" ", candidates)).append('\'');
    }
    return names.toString();
  }

  private void add(String condition, String what, String description) {
    lines.add("complete -c %s -n '%s' %s -d '%s'".formatted(program, condition, what, description));
  }

  /** The first line, as it fits between single quotes. */
  private static String description(String[] description) {
    return description.length == 0
        ? ""
        : description[0].replace("%n", " ").replace("\\", "\\\\").replace("'", "\\'");
  }
}
