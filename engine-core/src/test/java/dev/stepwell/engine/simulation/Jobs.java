package dev.stepwell.engine.simulation;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The jobs that calls have started, as the service that runs them knows them: each has one end,
 * whoever asks for it.
 */
final class Jobs {
  private final Map<String, CallOutcome> ends = new HashMap<>();
  private int started;

  StartedWork.Job begin(ServiceCall call) {
    return new StartedWork.Job(
        call.resourceArn(), Payload.ofText("\"job-" + ++started + "\""), call.roleArn());
  }

  /** The job has ended, now or before. */
  CallOutcome end(StartedWork.Job job, Supplier<CallOutcome> outcome) {
    return ends.computeIfAbsent(job.ticket().text(), _ -> outcome.get());
  }
}
