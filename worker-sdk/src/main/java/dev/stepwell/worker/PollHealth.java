package dev.stepwell.worker;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that polling fails and once that it works again, however many pollers fail how often.
 */
final class PollHealth {
  private static final Logger LOG = LoggerFactory.getLogger(PollHealth.class);

  private final ActivityRef activity;
  private final URI endpoint;
  private final AtomicBoolean failing = new AtomicBoolean();

  PollHealth(ActivityRef activity, URI endpoint) {
    this.activity = activity;
    this.endpoint = endpoint;
  }

  void succeeded() {
    if (failing.get() && failing.compareAndSet(true, false)) {
      LOG.info("Polling activity {} at {} works again", activity, endpoint);
    }
  }

  void failed(Throwable e) {
    if (!failing.compareAndSet(false, true)) {
      LOG.debug("Polling activity {} at {} still fails: {}", activity, endpoint, describe(e));
    } else if (e instanceof StatesException answer
        && answer.code().equals(ErrorCodes.ACTIVITY_DOES_NOT_EXIST)) {
      LOG.warn(
          "Activity {} does not exist at {}: create it or correct the ARN; polling goes on until it is there",
          activity,
          endpoint);
    } else if (e instanceof StatesException || e instanceof IOException) {
      LOG.warn("Polling activity {} at {} fails, trying on: {}", activity, endpoint, describe(e));
    } else {
      LOG.error("Polling activity {} at {} fails, trying on", activity, endpoint, e);
    }
  }

  private static String describe(Throwable e) {
    return e.getCause() == null ? e.toString() : e + " (" + e.getCause() + ")";
  }
}
