package dev.stepwell.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = {
      "Show what the handlers of functions printed for an execution, in the order of its tasks.",
      "There is what './stepwell function run' has run; of each attempt, the last 256 KB."
    },
    footer = {"%nExample:", "  ./stepwell logs OnlineShopCheckout/order-1"})
final class LogsCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      description = "The execution, by ARN or as STATE_MACHINE/EXECUTION.")
  private String execution = "";

  LogsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var arn = new Names(server).execution(execution);
    try (var rest = new RestFace(server.url())) {
      var logs = rest.list("/executions/" + RestFace.segment(arn) + "/logs", "logs");
      for (var log : logs) {
        print(
            log,
            "%s%n%s"
                .formatted(
                    terminal()
                        .faint(
                            "#%s %s %s%s"
                                .formatted(
                                    log.path("scheduledEventId").asString(),
                                    log.path("time").asString(),
                                    log.path("function").asString(),
                                    log.path("isCut").asBoolean() ? " (its end)" : "")),
                    Terminal.plainLines(log.path("text").asString(), "")));
      }
      if (logs.isEmpty() && !json()) {
        terminal().tell("No handler has printed anything");
      }
      return ExitCode.OK;
    }
  }
}
