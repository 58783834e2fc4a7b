package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.MapRuns;
import dev.stepwell.engine.service.Refusal;
import java.util.List;

/** Changes how a running Map Run works. */
public final class UpdateMapRunOperation implements Operation {
  private static final List<String> CHANGES =
      List.of("maxConcurrency", "toleratedFailurePercentage", "toleratedFailureCount");

  private final MapRuns mapRuns;

  public UpdateMapRunOperation(MapRuns mapRuns) {
    this.mapRuns = mapRuns;
  }

  @Override
  public String name() {
    return "UpdateMapRun";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return CHANGES.stream().allMatch(change -> request.optional(change) == null)
        ? Answer.refused(
            Refusal.MISSING_PARAMETER,
            "One of maxConcurrency, toleratedFailurePercentage and toleratedFailureCount must be specified")
        : mapRuns.find(request.text("mapRunArn"));
  }
}
