package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Shows an execution. */
public final class DescribeExecutionOperation implements Operation {
  private final Executions executions;

  public DescribeExecutionOperation(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "DescribeExecution";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return executions
        .describe(request.text("executionArn"))
        .map(description ->
            ResponseBody.of(json -> write(json, description, request.wantsAllData())));
  }

  private static void write(
      JsonGenerator json, Executions.Description description, boolean withData) {
    json.writeStringProperty("executionArn", description.executionArn());
    json.writeStringProperty("stateMachineArn", description.stateMachineArn());
    json.writeStringProperty("name", description.name());
    json.writeStringProperty("status", description.status().name());
    ResponseBody.writeTime(json, "startDate", description.startDate());
    ResponseBody.writeTime(json, "stopDate", description.stopDate());
    writeData(json, "input", description.input(), withData);
    writeData(json, "output", description.output(), withData);
    ResponseBody.writeText(json, "traceHeader", description.traceHeader());
    ThroughMembers.write(json, description.stateMachineArn(), description.through());
    ResponseBody.writeText(json, "error", description.error());
    ResponseBody.writeText(json, "cause", description.cause());
    writeRedrive(json, description);
  }

  private static void writeData(
      JsonGenerator json, String name, @Nullable Payload data, boolean included) {
    if (data == null) {
      return;
    }
    if (included) {
      json.writeStringProperty(name, data.text());
    }
    json.writeObjectPropertyStart(name + "Details");
    json.writeBooleanProperty("included", included);
    json.writeEndObject();
  }

  private static void writeRedrive(JsonGenerator json, Executions.Description description) {
    json.writeNumberProperty("redriveCount", description.redrives().count());
    ResponseBody.writeTime(json, "redriveDate", description.redrives().lastAt());
    var reason = description.notRedrivable();
    json.writeStringProperty("redriveStatus", reason == null ? "REDRIVABLE" : "NOT_REDRIVABLE");
    ResponseBody.writeText(json, "redriveStatusReason", reason == null ? null : reason.text());
  }
}
