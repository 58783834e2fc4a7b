package dev.stepwell.launcher;

import picocli.CommandLine.Option;

/** Whether a command goes on with what it has set going. */
final class WatchOption {
  @Option(names = "--watch", description = "Show the history as it happens, and wait for the end.")
  private boolean watch;

  boolean isGiven() {
    return watch;
  }
}
