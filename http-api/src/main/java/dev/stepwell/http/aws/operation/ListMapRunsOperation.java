package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.MapRuns;

/** Lists the Map Runs of an execution. */
public final class ListMapRunsOperation implements Operation {
  private final MapRuns mapRuns;
  private final PageTokens pageTokens;

  public ListMapRunsOperation(MapRuns mapRuns, PageTokens pageTokens) {
    this.mapRuns = mapRuns;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "ListMapRuns";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var arn = request.text("executionArn");
    return pageTokens
        .open(name(), arn, request.optionalText("nextToken"))
        .then(token -> mapRuns.ofExecution(arn))
        .map(exists ->
            ResponseBody.of(json -> {
              json.writeArrayPropertyStart("mapRuns");
              json.writeEndArray();
            }));
  }
}
