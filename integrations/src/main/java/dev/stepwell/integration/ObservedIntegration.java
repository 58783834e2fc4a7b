package dev.stepwell.integration;

import dev.stepwell.engine.call.ServiceCaller.Onlooker;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Outcome;

/** An integration of the server whose exchanges TestState can show. */
public interface ObservedIntegration extends Integration {

  /** As {@link #call(Call)}, before the eyes of somebody. */
  Outcome call(Call call, Onlooker onlooker) throws InterruptedException;
}
