package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.util.ByteArrayBuilder;

/** Shows the events of an execution, a page at a time. */
public final class GetExecutionHistoryOperation implements Operation {
  private final Executions executions;
  private final PageTokens pageTokens;

  public GetExecutionHistoryOperation(Executions executions, PageTokens pageTokens) {
    this.executions = executions;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "GetExecutionHistory";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var executionArn = request.text("executionArn");
    var reverse = request.flag("reverseOrder", false);
    var withData = request.flag("includeExecutionData", true);
    var arguments = executionArn + "\n" + reverse;
    return pageTokens
        .open(name(), arguments, request.optionalText("nextToken"))
        .then(token ->
            executions.history(
                executionArn, token.map(Long::parseLong).orElse(0L), reverse, request.pageSize()))
        .map(page -> body(page, withData, arguments));
  }

  /** Events are stored as they are answered, so they are copied, not read. */
  private ResponseBody body(Executions.HistoryPage page, boolean withData, String arguments) {
    var json = new ByteArrayBuilder();
    write(json, "{\"events\":[");
    var separate = false;
    for (var event : page.events()) {
      if (separate) {
        json.write(',');
      }
      separate = true;
      json.write(withData ? event : EventData.removed(event));
    }
    write(json, "]");
    if (page.nextEventId() != 0) {
      var token = pageTokens.seal(name(), arguments, Long.toString(page.nextEventId()));
      write(json, ",\"nextToken\":\"" + token + "\"");
    }
    write(json, "}");
    return ResponseBody.ofBytes(json.toByteArray());
  }

  private static void write(ByteArrayBuilder json, String text) {
    json.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
