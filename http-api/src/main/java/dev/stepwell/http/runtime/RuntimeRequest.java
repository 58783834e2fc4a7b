package dev.stepwell.http.runtime;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request of a runtime.
 *
 * @param path below the root, such as {@code /CheckOut/2018-06-01/runtime/invocation/next}
 * @param header the value of a header, or null
 * @param trailer the value of a header behind the body, or null
 * @param body null where it is longer than it may be
 * @param connected false once the runtime has gone away
 */
public record RuntimeRequest(
    String method,
    String path,
    Headers header,
    Headers trailer,
    byte @Nullable [] body,
    BooleanSupplier connected) {

  /** Values by names. */
  @FunctionalInterface
  public interface Headers {
    @Nullable String get(String name);
  }
}
