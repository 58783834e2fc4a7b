package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code Catch}.
 *
 * @param resultPath where the error output goes (JSONPath, default {@code $}); null drops it
 * @param output JSONata output; null when absent: the error output
 * @param assign replaces the state's own Assign; null when absent
 */
public record Catcher(
    List<String> errorEquals,
    String next,
    @Nullable ReferencePath resultPath,
    @Nullable Template output,
    @Nullable Template assign) {
  public Catcher {
    errorEquals = List.copyOf(errorEquals);
  }

  /** Whether an error of that name is caught by this entry. */
  public boolean matches(String errorName) {
    return ErrorMatch.matches(errorEquals, errorName);
  }
}
