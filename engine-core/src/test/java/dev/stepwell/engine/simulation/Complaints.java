package dev.stepwell.engine.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Hears what the engine logs, in all simulations of the moment. Warnings of outages are what a
 * simulation is made of; an error is a bug of the one whose fibre logs it.
 */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger engine = (Logger) LoggerFactory.getLogger("dev.stepwell.engine");

  Complaints() {
    engine.setAdditive(false);
    engine.addAppender(this);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    var fibre = Fibre.current();
    if (fibre != null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      var thrown = event.getThrowableProxy();
      fibre.complain(
          event.getFormattedMessage()
              + (thrown == null ? "" : ": " + thrown.getClassName() + ": " + thrown.getMessage()));
    }
  }

  @Override
  public void close() {
    engine.detachAppender(this);
    engine.setAdditive(true);
  }
}
