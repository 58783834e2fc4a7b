package dev.stepwell.launcher.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./stepwell} in a process that a test interrupts. A build in the background ignores SIGINT,
 * and so do its children unless that is taken back; a process that hears nothing ends all the same.
 */
final class Interruptible {
  private static final long LONGEST_RUN_SECONDS = 300;
  private static final List<String> HEARING = List.of("env", "--default-signal=INT");
  private static final boolean CAN_HEAR = canHear();

  private Interruptible() {}

  /** What starts it: arguments may be added. */
  static List<String> program() {
    var command = new ArrayList<String>();
    if (CAN_HEAR) {
      command.addAll(HEARING);
    }
    command.addAll(ServerProcess.program());
    return command;
  }

  /** Starts a process that does not outlive the patience of a test. */
  static Process start(ProcessBuilder builder) throws IOException {
    var process = builder.start();
    var _ =
        process
            .onExit()
            .orTimeout(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)
            .exceptionally(_ -> process.destroyForcibly());
    return process;
  }

  // Not every env knows it; where none does, builds run in the foreground.
  private static boolean canHear() {
    var command = new ArrayList<>(HEARING);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException unknown) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
