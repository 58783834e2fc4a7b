package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "start",
    description = "Start an execution and print its ARN.",
    footer = {
      "%nExamples:",
      "  ./stepwell start OnlineShopCheckout '{\"amount\": 1000}' --watch",
      "  ./stepwell start OnlineShopCheckout @order.json --name order-17",
      "  jq -n '{amount: 5}' | ./stepwell start OnlineShopCheckout -"
    })
final class StartCommand extends ClientCommand {
  /** Express executions run for five minutes at most. */
  private static final Duration LONGEST_SYNC = Duration.ofMinutes(6);

  private final TextArgument texts;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The state machine: name, NAME:VERSION, NAME:ALIAS or ARN.")
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

  @Mixin private final WatchOption watch = new WatchOption();

  @Option(
      names = "--sync",
      description = "Wait for the end of an execution of an Express machine; print its output.")
  private boolean sync;

  StartCommand(Terminal terminal, InputStream standardInput) {
    super(terminal);
    this.texts = new TextArgument(standardInput);
  }

  @Override
  int run(Server server) {
    if (sync && watch.isGiven()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--watch is for Standard machines, --sync for Express machines");
    }
    var request =
        Json.object().put("stateMachineArn", new Names(server).stateMachine(stateMachine));
    request.put("input", texts.text(input));
    if (name != null) {
      request.put("name", name);
    }
    if (sync) {
      return ended(server.call("StartSyncExecution", request, LONGEST_SYNC));
    }
    var started = server.call("StartExecution", request);
    var executionArn = started.path("executionArn").asString();
    print(started, executionArn);
    return watch.isGiven()
        ? new Watch(server, terminal(), json()).untilClosed(executionArn)
        : ExitCode.OK;
  }

  private int ended(JsonNode execution) {
    if (execution.path("status").asString().equals("SUCCEEDED")) {
      print(execution, execution.path("output").asString());
      return ExitCode.OK;
    }
    if (json()) {
      terminal().print(Json.text(execution));
    } else {
      terminal()
          .complain(
              "%s %s %s"
                  .formatted(
                      execution.path("status").asString(),
                      Terminal.plain(execution.path("error").asString("")),
                      Terminal.plain(execution.path("cause").asString(""))));
    }
    return ExitCode.FAILED;
  }
}
