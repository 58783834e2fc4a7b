package dev.stepwell.launcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command that runs a server tells on its way: lines for people, or log lines among those of
 * the server, which are JSON then.
 */
record Progress(Terminal terminal, boolean json) {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  void tell(String line) {
    if (json) {
      LOG.info("{}", line);
    } else {
      terminal.tell(line);
    }
  }
}
