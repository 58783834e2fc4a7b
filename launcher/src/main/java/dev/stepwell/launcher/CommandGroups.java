package dev.stepwell.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands in the help, by what they are for. */
final class CommandGroups {
  private record Group(String heading, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("Servers", List.of("dev", "server", "demo", "bench", "plugin")),
          new Group("Definitions", List.of("validate", "deploy", "test-state")),
          new Group(
              "Executions", List.of("start", "list", "show", "history", "logs", "stop", "redrive")),
          new Group("Workers", List.of("activity", "worker", "function")),
          new Group("Shell", List.of("completion")));

  private CommandGroups() {}

  static void addTo(CommandSpec root) {
    root.usageMessage()
        .sectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::text);
    root.usageMessage().commandListHeading("");
  }

  private static String text(Help help) {
    var text = new StringBuilder();
    for (var group : GROUPS) {
      var commands = new LinkedHashMap<String, String>();
      for (var name : group.commands) {
        commands.put("  %-10s".formatted(name), description(help, name));
      }
      text.append(System.lineSeparator())
          .append(group.heading)
          .append(':')
          .append(System.lineSeparator())
          .append(help.createTextTable(commands));
    }
    return text.toString();
  }

  private static String description(Help help, String command) {
    Map<String, Help> known = help.allSubcommands();
    var described = known.get(command);
    if (described == null) {
      throw new IllegalStateException("There is no command " + command);
    }
    return described.commandSpec().usageMessage().description()[0];
  }
}
