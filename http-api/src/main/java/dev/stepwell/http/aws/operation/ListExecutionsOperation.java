package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.MapRuns;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.ExecutionStore;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Lists the executions of a state machine, the newest start first. */
public final class ListExecutionsOperation implements Operation {
  private final Executions executions;
  private final MapRuns mapRuns;
  private final Arns arns;
  private final PageTokens pageTokens;

  public ListExecutionsOperation(
      Executions executions, MapRuns mapRuns, Arns arns, PageTokens pageTokens) {
    this.executions = executions;
    this.mapRuns = mapRuns;
    this.arns = arns;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "ListExecutions";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var stateMachineArn = request.optionalText("stateMachineArn");
    var filter = request.optionalText("statusFilter");
    var refused = refusal(request, stateMachineArn, filter);
    if (refused.isPresent()) {
      return Answer.refused(Refusal.VALIDATION, refused.get());
    }
    if (stateMachineArn == null) {
      return mapRuns.find(request.text("mapRunArn"));
    }
    var arn = stateMachineArn;
    var arguments = arn + "\n" + filter;
    return pageTokens
        .open(name(), arguments, request.optionalText("nextToken"))
        .then(token ->
            executions.list(
                arn,
                filter == null ? null : ExecutionStatus.valueOf(filter),
                token.map(ListExecutionsOperation::position).orElse(null),
                request.pageSize()))
        .map(page -> ResponseBody.of(json -> write(json, page, arguments)));
  }

  private static Optional<String> refusal(
      Request request, @Nullable String stateMachineArn, @Nullable String filter) {
    var mapRunArn = request.optionalText("mapRunArn");
    if ((stateMachineArn == null) == (mapRunArn == null)) {
      return Optional.of("Exactly one of stateMachineArn and mapRunArn must be specified");
    }
    if (mapRunArn != null) {
      return Optional.empty();
    }
    if (request.optionalText("redriveFilter") != null) {
      return Optional.of("redriveFilter can only be specified with mapRunArn");
    }
    return "PENDING_REDRIVE".equals(filter)
        ? Optional.of("statusFilter PENDING_REDRIVE can only be specified with mapRunArn")
        : Optional.empty();
  }

  private void write(JsonGenerator json, Executions.Page page, String arguments) {
    var machineName = Arns.parse(page.stateMachineArn()).orElseThrow().name();
    json.writeArrayPropertyStart("executions");
    for (var execution : page.executions()) {
      json.writeStartObject();
      json.writeStringProperty("executionArn", arns.execution(machineName, execution.name()));
      json.writeStringProperty("stateMachineArn", page.stateMachineArn());
      json.writeStringProperty("name", execution.name());
      json.writeStringProperty("status", execution.status().name());
      ResponseBody.writeTime(json, "startDate", execution.startedAt());
      ResponseBody.writeTime(json, "stopDate", execution.stoppedAt());
      json.writeNumberProperty("redriveCount", execution.redriveCount());
      ResponseBody.writeTime(json, "redriveDate", execution.redrivenAt());
      ThroughMembers.write(json, page.stateMachineArn(), execution.through());
      json.writeEndObject();
    }
    json.writeEndArray();
    var next = page.next();
    if (next != null) {
      json.writeStringProperty("nextToken", pageTokens.seal(name(), arguments, text(next)));
    }
  }

  private static String text(ExecutionStore.Position position) {
    return position.startedAt().toEpochMilli()
        + "/"
        + position.id().shard()
        + "/"
        + position.id().number();
  }

  /** Only ever reads what {@link #text} wrote: tokens are authenticated. */
  private static ExecutionStore.Position position(String text) {
    var fields = text.split("/", -1);
    return new ExecutionStore.Position(
        Instant.ofEpochMilli(Long.parseLong(fields[0])),
        new ExecutionId(Integer.parseInt(fields[1]), Long.parseLong(fields[2])));
  }
}
