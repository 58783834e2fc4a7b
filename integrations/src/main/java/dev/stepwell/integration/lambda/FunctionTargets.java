package dev.stepwell.integration.lambda;

import dev.stepwell.engine.machine.FunctionCatalog;
import dev.stepwell.engine.model.FunctionName;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.FunctionTarget.InvokeApi;
import dev.stepwell.engine.model.RegisteredFunction;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the invocations of each function go. */
@FunctionalInterface
public interface FunctionTargets {

  /**
   * The target of a function, or empty where it has none.
   *
   * @param function name or ARN
   */
  Optional<FunctionTarget> of(String function);

  /**
   * To the function's own target, or to that of all others.
   *
   * @param defaultEndpoint for functions without a target of their own, a server that speaks
   *     Lambda's Invoke API; null for none
   */
  static FunctionTargets of(FunctionCatalog functions, @Nullable URI defaultEndpoint) {
    var others =
        Optional.<FunctionTarget>ofNullable(
            defaultEndpoint == null ? null : new InvokeApi(defaultEndpoint));
    return function ->
        functions
            .find(FunctionName.of(function).name())
            .map(RegisteredFunction::target)
            .or(() -> others);
  }
}
