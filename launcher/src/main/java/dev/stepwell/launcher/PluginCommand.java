package dev.stepwell.launcher;

import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.Setting;
import dev.stepwell.integration.aws.AwsServices;
import dev.stepwell.integration.plugin.PluginDirectory;
import dev.stepwell.persistence.embedded.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for plugins: jars that a server loads when it starts. */
final class PluginCommand {
  private static final String SDK_GROUP = "software.amazon.awssdk";

  private PluginCommand() {}

  /** {@code plugin}, which does nothing by itself, with those that do. */
  static CommandLine commandLine(Terminal terminal) {
    var spec = CommandSpec.create().name("plugin");
    spec.usageMessage()
        .description("Add, list and remove clients of AWS services, and integrations.");
    return new CommandLine(spec)
        .addSubcommand(new Add(terminal))
        .addSubcommand(new ListAll(terminal))
        .addSubcommand(new Remove(terminal));
  }

  /** A command that works on the directory that servers read. */
  private abstract static class OnDirectory implements Callable<Integer> {
    final Terminal terminal;

    @Option(
        names = "--plugins",
        paramLabel = "DIR",
        description = "The servers' directory of plugins (STEPWELL_PLUGINS).")
    private @Nullable String directory;

    OnDirectory(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
      var flags =
          directory == null ? Map.<String, String>of() : Map.of(Setting.PLUGINS.key(), directory);
      var path = ServerSettings.resolve(flags, System.getenv(), null).plugins();
      try {
        return run(new PluginDirectory(path));
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.FAILED, "The directory of plugins " + path + " cannot be used: " + e, e);
      }
    }

    abstract int run(PluginDirectory plugins) throws IOException, InterruptedException;
  }

  @Command(
      name = "add",
      description = {
        "Add the client of an AWS service, or an integration, for servers that start from now on.",
        "Maven downloads it from the repositories of its settings, and checks its checksums."
      },
      footer = {
        "",
        "Examples:",
        "  ./stepwell plugin add glue",
        "  ./stepwell plugin add com.example:acme-integration:1.0",
        "  ./stepwell plugin add acme --from target/acme-integration.jar"
      })
  private static final class Add extends OnDirectory {
    @Parameters(
        index = "0",
        paramLabel = "PLUGIN",
        description =
            "A service, by the name that follows aws-sdk: in a resource, or the"
                + " GROUP:ARTIFACT:VERSION of an integration.")
    private String plugin = "";

    @Option(
        names = "--from",
        paramLabel = "FILE",
        description = "Take this jar, and download nothing; may be repeated.")
    private List<Path> files = new ArrayList<>();

    @Option(
        names = "--repository",
        paramLabel = "URL",
        description = "Download from this Maven repository, too.")
    private @Nullable String repository;

    @Option(names = "--offline", description = "Take only what Maven has downloaded before.")
    private boolean offline;

    Add(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(PluginDirectory plugins) throws IOException, InterruptedException {
      var coordinates = MavenCoordinates.of(plugin, SDK_GROUP, AwsServices.sdkVersion());
      if (!files.isEmpty()) {
        return install(plugins, coordinates.artifact(), files);
      }
      var download = Files.createTempDirectory("stepwell-plugin");
      try {
        var jars = new MavenDownload(repository, offline).into(download, coordinates);
        return install(plugins, coordinates.artifact(), jars);
      } finally {
        DirectoryTree.delete(download);
      }
    }

    private int install(PluginDirectory plugins, String name, List<Path> jars) throws IOException {
      var server = Stepwell.class.getClassLoader();
      var missing = new ArrayList<Path>();
      for (var jar : jars) {
        try {
          if (!PluginDirectory.isThere(jar, server)) {
            missing.add(jar);
          }
        } catch (IOException notAJar) {
          throw new CommandFailure(
              ExitCode.USAGE, jar + " cannot be read as a jar: " + notAJar.getMessage(), notAJar);
        }
      }
      if (missing.isEmpty()) {
        terminal.print(name + " comes with the server; nothing was added");
        return ExitCode.OK;
      }
      plugins.install(name, missing);
      terminal.print("added " + name);
      terminal.tell("Servers load it when they start");
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List the plugins and their jars.")
  private static final class ListAll extends OnDirectory {
    ListAll(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(PluginDirectory plugins) throws IOException {
      var installed = plugins.plugins();
      for (var plugin : installed) {
        var jars = plugin.jars().stream().map(jar -> String.valueOf(jar.getFileName())).toList();
        terminal.print("%-20s %s".formatted(plugin.name(), String.join(" ", jars)));
      }
      if (installed.isEmpty()) {
        terminal.tell("No plugins; './stepwell plugin add' adds one");
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "remove", description = "Remove a plugin.")
  private static final class Remove extends OnDirectory {
    @Parameters(index = "0", paramLabel = "PLUGIN", description = "The plugin, as 'list' names it.")
    private String plugin = "";

    Remove(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(PluginDirectory plugins) throws IOException {
      if (!plugins.remove(plugin)) {
        throw new CommandFailure(ExitCode.REFUSED, "There is no plugin " + plugin);
      }
      terminal.print("removed " + plugin);
      return ExitCode.OK;
    }
  }
}
