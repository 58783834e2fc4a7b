package dev.stepwell.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.integration.lambda.LambdaFunctions;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Support;
import dev.stepwell.integration.states.NestedExecutions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an integration is told of a call, and what becomes of its answer. */
class IntegrationsTest {
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:123456789012:execution:Orders:first";

  /** Notes what it is told, and gives the outcomes in turn. */
  private static final class Noting implements Integration {
    final List<Call> calls = new ArrayList<>();
    private final List<Outcome> outcomes;

    Noting(Outcome... outcomes) {
      this.outcomes = List.of(outcomes);
    }

    @Override
    public Support support(Operation operation) {
      return Support.SUPPORTED;
    }

    @Override
    public Outcome call(Call call) {
      calls.add(call);
      return outcomes.get(calls.size() - 1);
    }
  }

  private static Integrations on(Integration integration) {
    // Nothing here starts an execution, or calls a function.
    @SuppressWarnings("NullAway")
    var executions = new NestedExecutions(null);
    @SuppressWarnings("NullAway")
    var functions = new LambdaFunctions(null, null, null, null);
    return new Integrations(functions, executions, IntegrationRegistry.of(integration), 1_000);
  }

  private static ServiceCall call(String executionArn, ExecutionId id, long scheduledEventId) {
    return new ServiceCall(
        id,
        scheduledEventId,
        executionArn,
        "arn:aws:states:::acme:doThing.waitForTaskToken",
        Payload.ofText("{\"Name\": \"x\"}"),
        "arn:aws:iam::123456789012:role/other");
  }

  @Test
  void tellsTheIntegrationAllThatItMayNeed() throws InterruptedException {
    var noting = new Noting(new Outcome.Answered(Json.object().put("Done", true)));

    var result = on(noting).call(call(EXECUTION, new ExecutionId(3, 17), 5));

    assertThat(result.outcome())
        .isEqualTo(new CallOutcome.Answered(Payload.ofText("{\"Done\":true}")));
    var call = noting.calls.getFirst();
    assertThat(call.operation())
        .isEqualTo(new Operation("acme", "doThing", Pattern.WAIT_FOR_TASK_TOKEN));
    assertThat(call.parameters()).isEqualTo(Json.object().put("Name", "x"));
    assertThat(call.executionArn()).isEqualTo(EXECUTION);
    assertThat(call.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/other");
    assertThat(call.maxResultBytes()).isEqualTo(1_000);
    assertThat(UUID.fromString(call.idempotencyKey())).hasToString(call.idempotencyKey());
  }

  @Test
  void givesEveryAttemptAKeyOfItsOwnAndTheSameAttemptTheSame() throws InterruptedException {
    var answer = new Outcome.Answered(Json.object());
    var noting = new Noting(answer, answer, answer, answer, answer);
    var integrations = on(noting);

    integrations.call(call(EXECUTION, new ExecutionId(3, 17), 5));
    integrations.call(call(EXECUTION, new ExecutionId(3, 17), 5));
    integrations.call(call(EXECUTION, new ExecutionId(3, 17), 9));
    integrations.call(call(EXECUTION, new ExecutionId(3, 18), 5));
    integrations.call(call(EXECUTION + "-tested", new ExecutionId(3, 17), 5));

    var keys = noting.calls.stream().map(Call::idempotencyKey).toList();
    assertThat(keys.get(1)).isEqualTo(keys.get(0));
    assertThat(keys.subList(1, 5)).doesNotHaveDuplicates();
  }

  @Test
  void handsFailuresOnAsTheyAre() throws InterruptedException {
    var noting =
        new Noting(
            new Outcome.Failed("Acme.QuotaException", "too much"),
            new Outcome.Failed("Acme.SilentException", null),
            new Outcome.TooLarge());
    var integrations = on(noting);
    var call = call(EXECUTION, new ExecutionId(3, 17), 5);

    assertThat(integrations.call(call).outcome())
        .isEqualTo(new CallOutcome.Failed("Acme.QuotaException", "too much"));
    assertThat(integrations.call(call).outcome())
        .isEqualTo(new CallOutcome.Failed("Acme.SilentException", null));
    assertThat(integrations.call(call).outcome()).isEqualTo(new CallOutcome.TooLarge());
  }
}
