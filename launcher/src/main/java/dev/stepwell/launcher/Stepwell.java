package dev.stepwell.launcher;

import dev.stepwell.benchmarks.BenchCommand;
import dev.stepwell.http.server.ServerStartException;
import dev.stepwell.http.server.Setting;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of Stepwell. */
public final class Stepwell {
  private static final Set<Setting> EXTERNAL_DATABASE =
      EnumSet.of(Setting.DATABASE_URL, Setting.DATABASE_USER, Setting.DATABASE_PASSWORD);

  private Stepwell() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("demo")) {
      // Read by the logging configuration: the demo's own lines say it all.
      System.setProperty("stepwell.log.level", "WARN");
    }
    System.exit(commandLine(Terminal.standard(), System.in).execute(args));
  }

  /** All commands. */
  static CommandLine commandLine(Terminal terminal, InputStream standardInput) {
    var root = CommandSpec.create().name("./stepwell");
    root.usageMessage()
        .description("AWS Step Functions on your own machines.")
        .footer(
            "%nExit codes: 0 done; 1 the execution or the demo failed; 2 wrong command line;",
            "3 no server answers; 4 the server refused; 5 the server cannot start.");
    root.mixinStandardHelpOptions(true).versionProvider(new Version());
    root.addSubcommand("dev", serverCommand(terminal, true));
    root.addSubcommand("server", serverCommand(terminal, false));
    root.addSubcommand("demo", new CommandLine(new DemoCommand(terminal)));
    root.addSubcommand("deploy", new CommandLine(new DeployCommand(terminal)));
    root.addSubcommand("start", new CommandLine(new StartCommand(terminal, standardInput)));
    root.addSubcommand("history", new CommandLine(new HistoryCommand(terminal)));
    root.addSubcommand("list", new CommandLine(new ListCommand(terminal)));
    root.addSubcommand(
        "bench",
        new CommandLine(
            new BenchCommand(Stepwell.class.getName(), terminal::print, terminal::tell)));
    root.subcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    return new CommandLine(root)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.isColoured() ? Ansi.ON : Ansi.OFF))
        .setExecutionStrategy(parsed -> {
          if (!parsed.hasSubcommand()
              && !parsed.isUsageHelpRequested()
              && !parsed.isVersionHelpRequested()) {
            parsed.commandSpec().commandLine().usage(System.err);
            return ExitCode.USAGE;
          }
          return new CommandLine.RunLast().execute(parsed);
        })
        .setParameterExceptionHandler((failure, arguments) -> misused(terminal, failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(terminal, failure));
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
    var suggestions =
        failure instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.<String>of();
    var meant =
        suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    terminal.tell(terminal.bad(failure.getMessage() + meant));
    terminal.tell("'" + command.getCommandSpec().qualifiedName() + " --help' says what there is");
    return ExitCode.USAGE;
  }

  private static int explain(Terminal terminal, Exception failure) {
    return switch (failure) {
      case CommandFailure refused -> {
        terminal.tell(terminal.bad(String.valueOf(refused.getMessage())));
        yield refused.exitCode();
      }
      case ServerStartException notStarted -> {
        terminal.tell(terminal.bad(String.valueOf(notStarted.getMessage())));
        yield ExitCode.NOT_STARTED;
      }
      default -> {
        LoggerFactory.getLogger(Stepwell.class).error("Unexpected failure", failure);
        terminal.tell(terminal.bad("Unexpected failure: " + failure));
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
