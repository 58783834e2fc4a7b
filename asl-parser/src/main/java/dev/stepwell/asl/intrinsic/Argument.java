package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.PathExpression;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What may stand between the parentheses of a call. */
sealed interface Argument {

  /** A number, {@code null}, {@code true} or {@code false}. */
  record Literal(JsonNode value) implements Argument {}

  /**
   * A text in single quotes.
   *
   * @param text without quotes and escapes
   * @param placeholders where in the text a {@code {}} stands whose braces were not escaped
   */
  record Text(String text, List<Integer> placeholders) implements Argument {}

  /** A path into the document, the Context Object or a variable. */
  record Path(PathExpression path) implements Argument {}

  /** A function and its arguments, as many as it accepts. */
  record Call(IntrinsicFunction function, List<Argument> arguments) implements Argument {}
}
