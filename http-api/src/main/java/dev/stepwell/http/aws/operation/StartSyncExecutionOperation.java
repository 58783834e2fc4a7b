package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ExpressExecutions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Runs an execution of an Express machine, and answers when it has come to its end. */
public final class StartSyncExecutionOperation implements Operation {
  /** Clients read them; nothing is billed. */
  private static final int BILLED_MEGABYTES = 64;

  private static final long BILLING_STEP_MILLIS = 100;

  private final ExpressExecutions executions;

  public StartSyncExecutionOperation(ExpressExecutions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "StartSyncExecution";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return executions
        .startSync(
            request.text("stateMachineArn"),
            request.optionalText("name"),
            request.text("input", "{}"),
            request.traceHeader())
        .map(ended -> ResponseBody.of(json -> write(json, ended, request.wantsAllData())));
  }

  private static void write(JsonGenerator json, ExpressExecutions.Ended ended, boolean withData) {
    var outcome = ended.outcome();
    json.writeStringProperty("executionArn", ended.executionArn());
    json.writeStringProperty("stateMachineArn", ended.stateMachineArn());
    json.writeStringProperty("name", ended.name());
    ResponseBody.writeTime(json, "startDate", ended.startDate());
    ResponseBody.writeTime(json, "stopDate", outcome.stoppedAt());
    json.writeStringProperty("status", outcome.status().name());
    ResponseBody.writeText(json, "error", outcome.error());
    ResponseBody.writeText(json, "cause", outcome.cause());
    // The details are there without the output of a failed execution, too (recorded).
    writeData(json, "input", ended.input(), withData);
    writeData(json, "output", outcome.output(), withData);
    ResponseBody.writeText(json, "traceHeader", ended.traceHeader());
    writeBilling(json, Duration.between(ended.startDate(), outcome.stoppedAt()));
  }

  private static void writeData(
      JsonGenerator json, String name, @Nullable Payload data, boolean included) {
    if (data != null && included) {
      json.writeStringProperty(name, data.text());
    }
    json.writeObjectPropertyStart(name + "Details");
    json.writeBooleanProperty("included", included);
    json.writeEndObject();
  }

  private static void writeBilling(JsonGenerator json, Duration duration) {
    var steps = Math.max(1, Math.ceilDiv(duration.toMillis(), BILLING_STEP_MILLIS));
    json.writeObjectPropertyStart("billingDetails");
    json.writeNumberProperty("billedMemoryUsedInMB", BILLED_MEGABYTES);
    json.writeNumberProperty("billedDurationInMilliseconds", steps * BILLING_STEP_MILLIS);
    json.writeEndObject();
  }
}
