package dev.stepwell.launcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command that runs a server tells on its way: lines for people, or log lines among those of
 * the server, which are JSON then.
 */
record Progress(Terminal terminal, boolean json) {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  /** Which appender of the logging configuration writes the log: {@code text} or {@code json}. */
  private static final String APPENDER = "stepwell.log.appender";

  /** Makes the log JSON. Before the first logger is made. */
  static void logAsJson() {
    System.setProperty(APPENDER, "json");
  }

  void tell(String line) {
    if (json) {
      LOG.info("{}", line);
    } else {
      terminal.tell(line);
    }
  }
}
