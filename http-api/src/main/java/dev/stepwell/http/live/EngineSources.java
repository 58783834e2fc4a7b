package dev.stepwell.http.live;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.LiveExecutions;
import dev.stepwell.engine.service.MachineStream;
import dev.stepwell.engine.service.Refusal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What there is to follow on this node. */
public final class EngineSources implements LiveSources {
  private static final Pattern EVENT_ID = Pattern.compile("[0-9]{1,18}");

  private final LiveExecutions executions;

  public EngineSources(LiveExecutions executions) {
    this.executions = executions;
  }

  @Override
  public Answer<LiveSource> ofExecution(String executionArn, @Nullable String after) {
    if (after != null && !EVENT_ID.matcher(after).matches()) {
      return notAnId(after);
    }
    return executions
        .events(executionArn, after == null ? 0 : Long.parseLong(after))
        .map(ExecutionEvents::new);
  }

  @Override
  public Answer<LiveSource> ofMachine(String stateMachineArn, @Nullable String after) {
    if (after == null) {
      return executions.machineEvents(stateMachineArn, null).map(MachineEvents::new);
    }
    return MachineStream.Position.parse(after)
        .map(position ->
            executions.machineEvents(stateMachineArn, position).<LiveSource>map(MachineEvents::new))
        .orElseGet(() -> notAnId(after));
  }

  private static Answer<LiveSource> notAnId(String after) {
    return Answer.refused(Refusal.VALIDATION, "There is no event with the id '" + after + "'");
  }
}
