package dev.stepwell.launcher.function;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The variables that Lambda sets for a handler. Source: Lambda's developer guide. */
final class HandlerEnvironment {
  private static final String MEMORY_MB = "1024";

  private HandlerEnvironment() {}

  /**
   * The variables of one process.
   *
   * @param port where it finds the Runtime API
   */
  static Map<String, String> of(HandlerSpec spec, int port) {
    var region = Objects.requireNonNullElse(System.getenv("AWS_REGION"), "us-east-1");
    var variables = new HashMap<String, String>();
    variables.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
    variables.put("AWS_LAMBDA_FUNCTION_NAME", spec.function());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", MEMORY_MB);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.function());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", UUID.randomUUID().toString());
    variables.put("AWS_REGION", region);
    variables.put("AWS_DEFAULT_REGION", region);
    variables.put("LAMBDA_TASK_ROOT", spec.taskRoot().toString());
    variables.put("_HANDLER", spec.handler());
    variables.put("TZ", ":UTC");
    return variables;
  }
}
