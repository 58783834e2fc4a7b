package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.service.StateMachines;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Invocations that nobody waits for ({@code InvocationType: Event}), of functions whose runtimes
 * attach: each is an execution of a state machine that the server has for them. So it is as durable
 * as any other, waits for a runtime as long as Lambda keeps an event, is tried three times as
 * Lambda does, and can be seen.
 */
public final class LaterInvocations implements LambdaFunctions.Later {
  /** The machine; made when it is first needed. */
  public static final String MACHINE = "StepwellAsynchronousInvocations";

  /** Six hours, two more attempts after a minute and two. Source: quotas of Lambda. */
  private static final String DEFINITION =
      """
      {
        "Comment": "Invocations of Lambda functions that nobody waits for. Made by the server.",
        "QueryLanguage": "JSONata",
        "TimeoutSeconds": 21600,
        "StartAt": "Invoke",
        "States": {
          "Invoke": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": "{% $states.input %}",
            "Retry": [
              {"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxDelaySeconds": 300, "MaxAttempts": 100},
              {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 60, "MaxAttempts": 2}
            ],
            "End": true
          }
        }
      }
      """;

  private static final String TYPE = "InvocationType";

  private final StateMachines machines;
  private final Executions executions;
  private final Arns arns;

  public LaterInvocations(StateMachines machines, Executions executions, Arns arns) {
    this.machines = machines;
    this.executions = executions;
    this.arns = arns;
  }

  @Override
  public CallOutcome begin(Payload parameters) {
    var input = ((ObjectNode) parameters.tree()).deepCopy();
    input.remove(TYPE);
    var started = start(Json.text(input));
    if (started instanceof Answer.Refused<Executions.Started>(var reason, _, _)
        && reason == Refusal.STATE_MACHINE_DOES_NOT_EXIST) {
      started = makeMachine().then(made -> start(Json.text(input)));
    }
    return switch (started) {
      case Answer.Given<Executions.Started> _ -> FunctionResults.accepted();
      case Answer.Refused<Executions.Started>(_, var message, _) ->
          new CallOutcome.Failed("Lambda.ServiceException", message);
    };
  }

  private Answer<Executions.Started> start(String input) {
    return executions.start(arns.stateMachine(MACHINE), null, input, null, null);
  }

  private Answer<StateMachines.Created> makeMachine() {
    var role = "arn:%s:iam::%s:role/stepwell".formatted(arns.partition(), arns.accountId());
    return machines.create(
        new StateMachines.CreateRequest(
            MACHINE, DEFINITION, role, "STANDARD", null, null, null, List.of(), false, null));
  }
}
