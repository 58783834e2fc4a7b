package dev.stepwell.asl.jsonata;

import dev.stepwell.asl.expression.Bindings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function that the library does not have, or has otherwise.
 *
 * @param arguments checked against the function's signature, shorter where the last ones are left
 *     out
 */
record Call(Bindings bindings, Budget budget, List<? extends @Nullable Object> arguments) {

  @Nullable Object argument(int index) {
    return index < arguments.size() ? arguments.get(index) : null;
  }

  @Nullable String text(int index) {
    return (String) argument(index);
  }

  @Nullable List<?> list(int index) {
    return switch (argument(index)) {
      case null -> null;
      case List<?> list -> list;
      case Object single -> List.of(single);
    };
  }

  @Nullable Number number(int index) {
    return (Number) argument(index);
  }

  /** An integer parameter: rounded down where it is fractional. Source: asl.md §4. */
  long floor(int index, long defaultValue) {
    var number = number(index);
    return number == null ? defaultValue : (long) Math.floor(number.doubleValue());
  }

  /** The nearest int. */
  static int toInt(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
