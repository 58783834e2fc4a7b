package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.model.choice.ChoiceRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes where the first matching rule says.
 *
 * @param flow InputPath and OutputPath; the other fields of the pipeline keep their defaults
 * @param defaultNext the {@code Default} target, or null when absent
 * @param assign of the {@code Default} branch; null when absent
 */
public record ChoiceState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    DataFlow flow,
    List<Choice> choices,
    @Nullable String defaultNext,
    @Nullable Template assign)
    implements State {
  public ChoiceState {
    choices = List.copyOf(choices);
  }

  /**
   * One entry of {@code Choices}.
   *
   * @param assign replaces the state's own Assign when this rule matches; null when absent
   * @param output replaces the state's own Output when this rule matches (JSONata); null when
   *     absent
   */
  public record Choice(
      ChoiceRule rule, String next, @Nullable Template assign, @Nullable Template output) {}
}
