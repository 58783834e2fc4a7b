package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.MapRuns;

/** Shows a Map Run. */
public final class DescribeMapRunOperation implements Operation {
  private final MapRuns mapRuns;

  public DescribeMapRunOperation(MapRuns mapRuns) {
    this.mapRuns = mapRuns;
  }

  @Override
  public String name() {
    return "DescribeMapRun";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return mapRuns.find(request.text("mapRunArn"));
  }
}
