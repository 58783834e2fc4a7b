package dev.stepwell.http.rest;

import dev.stepwell.engine.service.LiveExecutions;
import dev.stepwell.engine.service.MachineStream;
import dev.stepwell.http.live.ExecutionEvents;
import dev.stepwell.http.live.MachineEvents;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What happens, as it happens. */
public final class LiveResources {
  private static final int MAX_ID_CHARACTERS = 100;
  private static final Pattern EVENT_ID = Pattern.compile("[0-9]{1,18}");
  private static final Schema ID = Schema.text(1, MAX_ID_CHARACTERS);
  private static final String AFTER_DESCRIPTION =
      "The id of the last event that the reader has; the header Last-Event-ID goes before it";

  private static final Parameter<String> EXECUTION = Parameter.arn("arn", "ARN of an execution");
  private static final Parameter<String> MACHINE = Parameter.arn("arn", "ARN of a state machine");
  private static final Parameter<Long> AFTER_EVENT =
      new Parameter<>(
          Route.AFTER,
          AFTER_DESCRIPTION,
          ID,
          "must be the id of an event",
          text ->
              EVENT_ID.matcher(text).matches()
                  ? Optional.of(Long.valueOf(text))
                  : Optional.empty());
  private static final Parameter<MachineStream.Position> AFTER_POSITION =
      new Parameter<>(
          Route.AFTER,
          AFTER_DESCRIPTION,
          ID,
          "must be the id of an event",
          MachineStream.Position::parse);

  private static final Route OF_EXECUTION =
      Route.get(
              "/executions/{arn}/events",
              "followExecution",
              "The history of an execution as server-sent events, from the beginning until it is"
                  + " closed",
              Schema.text())
          .path(EXECUTION)
          .query(List.of(AFTER_EVENT))
          .asStream();

  private static final Route OF_MACHINE =
      Route.get(
              "/state-machines/{arn}/events",
              "followStateMachine",
              "Starts, ends and redrives of a machine's executions as server-sent events, from now"
                  + " on",
              Schema.text())
          .path(MACHINE)
          .query(List.of(AFTER_POSITION))
          .asStream();

  private final LiveExecutions executions;

  public LiveResources(LiveExecutions executions) {
    this.executions = executions;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        OF_EXECUTION.answeredBy(this::ofExecution), OF_MACHINE.answeredBy(this::ofMachine));
  }

  private RestAnswer ofExecution(Arguments arguments) {
    return RestAnswer.following(
        executions
            .events(arguments.require(EXECUTION), arguments.get(AFTER_EVENT, 0L))
            .map(ExecutionEvents::new));
  }

  private RestAnswer ofMachine(Arguments arguments) {
    return RestAnswer.following(
        executions
            .machineEvents(arguments.require(MACHINE), arguments.get(AFTER_POSITION))
            .map(MachineEvents::new));
  }
}
