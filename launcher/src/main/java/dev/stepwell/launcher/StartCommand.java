package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "start",
    description = "Start an execution and print its ARN.",
    footer = {
      "%nExamples:",
      "  ./stepwell start OnlineShopCheckout '{\"amount\": 1000}' --watch",
      "  ./stepwell start OnlineShopCheckout @order.json --name order-17"
    })
final class StartCommand extends ClientCommand {
  private final InputStream standardInput;

  @Parameters(index = "0", paramLabel = "NAME", description = "The state machine, by name or ARN.")
  private String stateMachine = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description = "JSON text, @FILE, or - for the standard input (default: {}).")
  private String input = "{}";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the execution (default: a random UUID).")
  private @Nullable String name;

  @Option(names = "--watch", description = "Show the history as it happens, and wait for the end.")
  private boolean watch;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  StartCommand(Terminal terminal, InputStream standardInput) {
    super(terminal);
    this.standardInput = standardInput;
  }

  @Override
  int run(Server server) {
    var request = Json.object().put("stateMachineArn", server.stateMachineArn(stateMachine));
    request.put("input", inputText());
    if (name != null) {
      request.put("name", name);
    }
    var started = server.call("StartExecution", request);
    var executionArn = started.path("executionArn").asString();
    terminal().print(json ? Json.text(started) : executionArn);
    return watch ? new Watch(server, terminal(), json).untilClosed(executionArn) : ExitCode.OK;
  }

  private String inputText() {
    try {
      if (input.equals("-")) {
        return new String(standardInput.readAllBytes(), StandardCharsets.UTF_8);
      }
      return input.startsWith("@") ? Files.readString(Path.of(input.substring(1))) : input;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "The input cannot be read from " + input + ": " + e.getMessage(), e);
    }
  }
}
