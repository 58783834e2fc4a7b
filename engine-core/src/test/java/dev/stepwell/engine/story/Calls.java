package dev.stepwell.engine.story;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;

/** Tasks that call, and what their token is returned with; the task is the third event. */
final class Calls {
  private static final String RESCUE = "\"Rescue\": {\"Type\": \"Pass\", \"End\": true}";

  /** A hundred bytes. */
  static final Limits SMALL_PAYLOADS = Limits.DEFAULTS.withPayloadBytes(100);

  static final Command.ReportCall ANSWER =
      new Command.ReportCall(3, new CallOutcome.Answered(Payload.ofText("1")));
  static final Command.CompleteTask RETURN = new Command.CompleteTask(3, Payload.ofText("1"));
  static final Command.FailTask RETURN_FAILED = new Command.FailTask(3, "E", "c");
  static final Command.HeartbeatTask HEARTBEAT = new Command.HeartbeatTask(3);

  /** A Task S that calls the function by lambda:invoke. */
  static Story.Given invoke(String fields) {
    return task(
        "arn:aws:states:::lambda:invoke",
        "\"Parameters\": {\"FunctionName\": \"Charge\", \"Payload.$\": \"$\"}, " + fields);
  }

  /** A Task S that waits until the token is returned that the function gets. */
  static Story.Given callback(String fields) {
    return task(
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "\"Parameters\": {\"FunctionName\": \"Charge\", \"Payload\": {\"t.$\": \"$$.Task.Token\"}}, "
            + fields);
  }

  static Story.Given task(String resource, String fields) {
    var task =
        "\"S\": {\"Type\": \"Task\", \"Resource\": \"%s\", %s \"End\": true}"
            .formatted(resource, fields);
    // A state that nothing leads to is refused.
    return Story.givenStates(fields.contains("Rescue") ? task + ", " + RESCUE : task);
  }

  private Calls() {}
}
