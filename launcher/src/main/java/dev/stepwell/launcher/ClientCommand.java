package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A command for a running server. */
abstract class ClientCommand implements Callable<Integer> {
  static final String DEFAULT_URL = "http://127.0.0.1:8083";

  private final Terminal terminal;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "URL of the server (STEPWELL_URL; default: " + DEFAULT_URL + ")")
  private @Nullable String url;

  @Option(
      names = "--json",
      description = "Print JSON, as the server answers it: one object, or one per line of a list.")
  private boolean json;

  ClientCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Whether programs read the output. */
  boolean json() {
    return json;
  }

  /** Prints an answer whole, or what people want to know of it. */
  void print(JsonNode answer, String forPeople) {
    terminal.print(json ? Json.text(answer) : forPeople);
  }

  @Override
  public final Integer call() {
    try (var server = new Server(endpoint())) {
      return run(server);
    }
  }

  /** Does the command. @return the exit code */
  abstract int run(Server server);

  private URI endpoint() {
    var given =
        url == null ? Objects.requireNonNullElse(System.getenv("STEPWELL_URL"), DEFAULT_URL) : url;
    try {
      var uri = URI.create(given);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, as any other text that is no URL.
    }
    throw new CommandFailure(ExitCode.USAGE, "Not a URL: '" + given + "'");
  }
}
