package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands for functions: where their invocations go. */
final class FunctionCommand {
  static final String PATH = "/functions";

  private FunctionCommand() {}

  /** {@code function}, which does nothing by itself, with those that do. */
  static CommandLine commandLine(Terminal terminal) {
    var spec = CommandSpec.create().name("function");
    spec.usageMessage()
        .description("Run the handlers of Lambda functions; add, list, show and remove targets.");
    return new CommandLine(spec)
        .addSubcommand(new FunctionRunCommand(terminal))
        .addSubcommand(new Add(terminal))
        .addSubcommand(new ListAll(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Remove(terminal));
  }

  static String path(String name) {
    return PATH + "/" + RestFace.segment(name);
  }

  /** A command for one function. */
  private abstract static class OfOne extends ClientCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the function.")
    private String name = "";

    OfOne(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server) {
      try (var rest = new RestFace(server.url())) {
        return run(server, rest, name);
      }
    }

    abstract int run(Server server, RestFace rest, String function);

    /** Prints a function whole. */
    void print(Server server, JsonNode function) {
      var name = function.path("name").asString();
      var isRuntime = function.path("target").asString().equals("RUNTIME");
      print(
          function,
          new Fields(terminal())
              .add("function", terminal().bold(name))
              .add("target", described(function))
              .add("timeout", function.path("timeoutSeconds").asString() + " s")
              .add("attach at", isRuntime ? server.url().resolve("/lambda/" + name).toString() : "")
              .text());
    }
  }

  private static String described(JsonNode function) {
    return switch (function.path("target").asString()) {
      case "RUNTIME" -> "runtimes attach";
      case "INVOKE" -> "Invoke API at " + function.path("url").asString();
      default -> "POST to " + function.path("url").asString();
    };
  }

  @Command(
      name = "add",
      description = {
        "Say where the invocations of a function go, instead of to the server's lambda-endpoint.",
        "Without --invoke and --post, runtimes attach by the Lambda Runtime API."
      },
      footer = {
        "%nExamples:",
        "  ./stepwell function add CheckOut --timeout 30",
        "  ./stepwell function add Resize --invoke http://127.0.0.1:3001"
      })
  private static final class Add extends OfOne {
    /** Another target than runtimes. */
    private static final class Target {
      @Option(
          names = "--invoke",
          paramLabel = "URL",
          description = "Call the function at a server that speaks Lambda's Invoke API.")
      private @Nullable String invoke;

      @Option(
          names = "--post",
          paramLabel = "URL",
          description = "POST the event to a URL, and take its JSON answer.")
      private @Nullable String post;
    }

    @ArgGroup private @Nullable Target target;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        description = "How long a runtime may take for an invocation (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 60;

    Add(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server, RestFace rest, String function) {
      var request = Json.object().put("timeoutSeconds", timeoutSeconds);
      if (target == null) {
        request.put("target", "RUNTIME");
      } else if (target.invoke != null) {
        request.put("target", "INVOKE").put("url", target.invoke);
      } else {
        request.put("target", "URL").put("url", target.post);
      }
      print(server, rest.post(path(function), request));
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List the functions that have a target of their own.")
  private static final class ListAll extends ClientCommand {
    ListAll(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server) {
      try (var rest = new RestFace(server.url())) {
        var functions = rest.get(PATH).path("functions");
        for (var function : functions) {
          print(
              function,
              "%-40s %s".formatted(function.path("name").asString(), described(function)));
        }
        if (functions.isEmpty() && !json()) {
          terminal().tell("No functions; './stepwell function run NAME=FILE' runs a handler");
        }
        return ExitCode.OK;
      }
    }
  }

  @Command(name = "show", description = "Show a function and its target.")
  private static final class Show extends OfOne {
    Show(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server, RestFace rest, String function) {
      print(server, rest.get(path(function)));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "remove",
      description = {
        "Take a function's target away: it is called at the server's lambda-endpoint again.",
        "Invocations that wait for its runtimes go on waiting, for the time out of their tasks."
      })
  private static final class Remove extends OfOne {
    Remove(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server, RestFace rest, String function) {
      print(rest.post(path(function) + "/remove", Json.object()), "Removed " + function);
      return ExitCode.OK;
    }
  }
}
