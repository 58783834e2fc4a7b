package dev.stepwell.launcher.process;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A handler in Java, as it runs on Lambda. */
public final class EchoHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    if (event.containsKey("fail")) {
      throw new IllegalArgumentException("told to fail");
    }
    return Map.of(
        "event",
        event,
        "function",
        context.getFunctionName(),
        "arn",
        context.getInvokedFunctionArn(),
        "hasTime",
        context.getRemainingTimeInMillis() > 0);
  }
}
