package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepwell.benchmarks.BenchCommand;
import dev.stepwell.http.server.ServerStartException;
import dev.stepwell.http.server.Setting;
import dev.stepwell.http.server.Spelling;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line of Stepwell. */
public final class Stepwell {
  private static final Set<Setting> EXTERNAL_DATABASE =
      EnumSet.of(Setting.DATABASE_URL, Setting.DATABASE_USER, Setting.DATABASE_PASSWORD);

  /** The commands that run a server, and so write a log. */
  private static final Set<String> SERVERS = Set.of("dev", "server", "demo");

  private static final int HELP_WIDTH = 100;

  private Stepwell() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("demo")) {
      // Read by the logging configuration: the demo's own lines say it all.
      System.setProperty("stepwell.log.level", "WARN");
    }
    if (args.length > 0 && SERVERS.contains(args[0]) && List.of(args).contains("--json")) {
      // Read by the logging configuration, too, and so before the first logger is made.
      System.setProperty("stepwell.log.appender", "json");
    }
    System.exit(execute(Terminal.standard(List.of(args)), System.in, args));
  }

  /** Does what a command line says. @return the exit code */
  static int execute(Terminal terminal, InputStream standardInput, String... arguments) {
    var commands = commands(terminal, standardInput);
    commands.keySet().retainAll(needed(List.of(arguments), Set.copyOf(commands.keySet())));
    return commandLine(terminal, commands).execute(arguments);
  }

  /** All commands. */
  static CommandLine commandLine(Terminal terminal, InputStream standardInput) {
    return commandLine(terminal, commands(terminal, standardInput));
  }

  private static CommandLine commandLine(
      Terminal terminal, Map<String, Supplier<CommandLine>> commands) {
    var root = CommandSpec.create().name("./stepwell");
    root.usageMessage()
        .description("AWS Step Functions on your own machines.")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    root.mixinStandardHelpOptions(true).versionProvider(new Version());
    root.addOption(
        OptionSpec.builder(Terminal.NO_COLOR)
            .type(boolean.class)
            .scopeType(ScopeType.INHERIT)
            .description("Never use colours (NO_COLOR); without it, only on a terminal.")
            .build());
    commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
    CommandGroups.addTo(root);
    var commandLine = new CommandLine(root).setUsageHelpWidth(HELP_WIDTH);
    addHelp(commandLine);
    return commandLine
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        // @FILE is an input here, not a file of arguments.
        .setExpandAtFiles(false)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.isColoured() ? Ansi.ON : Ansi.OFF))
        .setExecutionStrategy(parsed -> {
          var last = innermost(parsed);
          if (last.commandSpec().userObject() == null
              && !last.isUsageHelpRequested()
              && !last.isVersionHelpRequested()) {
            terminal.tell(last.commandSpec().commandLine().getUsageMessage().stripTrailing());
            return ExitCode.USAGE;
          }
          return new CommandLine.RunLast().execute(parsed);
        })
        .setParameterExceptionHandler((failure, arguments) -> misused(terminal, failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(terminal, failure));
  }

  /** In the order of the help. */
  private static Map<String, Supplier<CommandLine>> commands(
      Terminal terminal, InputStream standardInput) {
    var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
    commands.put("dev", () -> serverCommand(terminal, true));
    commands.put("server", () -> serverCommand(terminal, false));
    commands.put("demo", () -> new CommandLine(new DemoCommand(terminal)));
    commands.put("bench", () -> benchCommand(terminal));
    commands.put("plugin", () -> PluginCommand.commandLine(terminal));
    commands.put("validate", () -> new CommandLine(new ValidateCommand(terminal, standardInput)));
    commands.put("deploy", () -> new CommandLine(new DeployCommand(terminal, standardInput)));
    commands.put(
        "test-state", () -> new CommandLine(new TestStateCommand(terminal, standardInput)));
    commands.put("start", () -> new CommandLine(new StartCommand(terminal, standardInput)));
    commands.put("list", () -> new CommandLine(new ListCommand(terminal)));
    commands.put("show", () -> new CommandLine(new ShowCommand(terminal)));
    commands.put("history", () -> new CommandLine(new HistoryCommand(terminal)));
    commands.put("logs", () -> new CommandLine(new LogsCommand(terminal)));
    commands.put("stop", () -> new CommandLine(new StopCommand(terminal)));
    commands.put("redrive", () -> new CommandLine(new RedriveCommand(terminal)));
    commands.put("activity", () -> ActivityCommand.commandLine(terminal));
    commands.put("function", () -> FunctionCommand.commandLine(terminal));
    commands.put("worker", () -> new CommandLine(new WorkerCommand(terminal)));
    commands.put("completion", () -> new CommandLine(new CompletionCommand(terminal)));
    return commands;
  }

  /**
   * The commands that these arguments can need: to make all of them takes longer than most commands
   * do.
   */
  private static Set<String> needed(List<String> arguments, Set<String> all) {
    if (arguments.equals(List.of("--version")) || arguments.equals(List.of("-V"))) {
      return Set.of();
    }
    return arguments.isEmpty()
            || !all.contains(arguments.getFirst())
            || arguments.getFirst().equals("completion")
        ? all
        : Set.of(arguments.getFirst());
  }

  private static void addHelp(CommandLine parent) {
    for (var command : parent.getSubcommands().values()) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
      addHelp(command);
    }
  }

  /** The innermost command that was named. */
  private static ParseResult innermost(ParseResult parsed) {
    return parsed.hasSubcommand() ? innermost(parsed.subcommand()) : parsed;
  }

  private static CommandLine benchCommand(Terminal terminal) {
    return new CommandLine(
        new BenchCommand(Stepwell.class.getName(), terminal::print, terminal::tell));
  }

  private static CommandLine serverCommand(Terminal terminal, boolean embedded) {
    var command = new CommandLine(new ServerCommand(terminal, embedded));
    var spec = command.getCommandSpec();
    spec.usageMessage()
        .description(
            embedded
                ? "Run a server on its own, persistent PostgreSQL."
                : "Run a server on any PostgreSQL, 14 or newer; several may share one.");
    var settings = EnumSet.allOf(Setting.class);
    settings.removeAll(embedded ? EXTERNAL_DATABASE : EnumSet.of(Setting.DATA));
    SettingOptions.addTo(spec, settings);
    return command;
  }

  private static int misused(Terminal terminal, CommandLine.ParameterException failure) {
    var command = failure.getCommandLine();
    var meant =
        failure instanceof CommandLine.UnmatchedArgumentException unmatched
            ? suggestion(command.getCommandSpec(), unmatched.getUnmatched().getFirst())
            : "";
    terminal.complain(failure.getMessage() + meant);
    terminal.tell("'" + command.getCommandSpec().qualifiedName() + " --help' says what there is");
    return ExitCode.USAGE;
  }

  private static String suggestion(CommandSpec command, String unmatched) {
    var word = unmatched.replaceFirst("=.*", "");
    var known = word.startsWith("-") ? command.optionsMap() : command.subcommands();
    return Spelling.meant(word, known.keySet())
        .map(meant -> "; did you mean " + meant + "?")
        .orElse("");
  }

  private static int explain(Terminal terminal, Exception failure) {
    return switch (failure) {
      case CommandFailure refused -> {
        terminal.complain(String.valueOf(refused.getMessage()));
        yield refused.exitCode();
      }
      case ServerStartException notStarted -> {
        terminal.complain(String.valueOf(notStarted.getMessage()));
        yield ExitCode.NOT_STARTED;
      }
      default -> {
        LoggerFactory.getLogger(Stepwell.class).error("Unexpected failure", failure);
        terminal.complain("Unexpected failure: " + failure);
        yield ExitCode.FAILED;
      }
    };
  }

  /** What the build wrote into the jar. */
  private static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Stepwell.class.getPackage().getImplementationVersion();
      return new String[] {"stepwell " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
