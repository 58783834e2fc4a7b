package dev.stepwell.engine.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Hears what the engine logs. Warnings of outages are what a simulation is made of; an error is a
 * bug.
 */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger engine = (Logger) LoggerFactory.getLogger("dev.stepwell.engine");
  private final Consumer<String> onError;

  Complaints(Consumer<String> onError) {
    this.onError = onError;
    engine.setAdditive(false);
    engine.addAppender(this);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      var thrown = event.getThrowableProxy();
      onError.accept(
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
