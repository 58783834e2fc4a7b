package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.examples.checkout.CheckoutWorkflow;
import dev.stepwell.launcher.function.FunctionListener;
import dev.stepwell.launcher.function.FunctionRunner;
import dev.stepwell.launcher.function.HandlerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The three Lambda handlers of the checkout, as the demo runs them. */
final class DemoFunctions {
  private static final List<String> FUNCTIONS =
      List.of(
          CheckoutWorkflow.CHECK_OUT,
          CheckoutWorkflow.APPLY_DISCOUNT,
          CheckoutWorkflow.DISPLAY_TOTAL);

  private DemoFunctions() {}

  /**
   * Runs them until they are closed.
   *
   * @param directory where their files may be put
   */
  static FunctionRunner start(URI server, Path directory, Terminal terminal) throws IOException {
    var folder = Files.createDirectory(directory.resolve("functions"));
    var specs = new ArrayList<HandlerSpec>();
    try (var rest = new RestFace(server)) {
      for (var function : FUNCTIONS) {
        var file = folder.resolve(CheckoutWorkflow.handlerFile(function));
        Files.writeString(file, CheckoutWorkflow.handler(function));
        specs.add(HandlerSpec.parse(function + "=" + file));
        rest.post(FunctionCommand.path(function), Json.object().put("target", "RUNTIME"));
      }
    }
    var settings = new FunctionRunner.Settings(server, specs, 1, Map.of(), new Troubles(terminal));
    var runner = FunctionRunner.start(settings);
    runner.awaitStart();
    return runner;
  }

  /** The demo's own lines tell what goes well. */
  private record Troubles(Terminal terminal) implements FunctionListener {
    @Override
    public void told(String function, String sentence) {
      terminal.tell(function + " " + sentence);
    }

    @Override
    public void failedToStart(String function, String error, String log) {
      terminal.complain(function + " cannot be started: " + Terminal.plain(error));
    }

    @Override
    public void ended(
        String function, boolean failed, boolean isWaitedFor, Duration duration, String log) {
      if (failed) {
        terminal.complain(function + " failed: " + Terminal.plain(log));
      }
    }
  }
}
