package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Evaluated.Failed;
import dev.stepwell.asl.expression.Evaluated.Value;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.PathExpression.Source;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A call of an intrinsic function, with the calls nested in it.
 *
 * <p>Fails with {@code States.IntrinsicFailure} where a function cannot work on its arguments, and
 * with {@code States.Runtime} where a path among them leads nowhere. Either cause names the whole
 * expression. Source: asl.md §8.
 *
 * @param text as the definition spells it
 */
public record IntrinsicExpression(String text, Argument.Call call) implements Expression {
  /** Whether the result may be a text, as {@code ErrorPath} and {@code CausePath} demand. */
  public boolean mayReturnText() {
    return call.function().mayReturnText();
  }

  @Override
  public Evaluated evaluate(Bindings bindings) {
    return switch (call(call, bindings, new WorkBudget(bindings.allowance()))) {
      case Value value -> value;
      case Failed(var error, var _) ->
          new Failed(
              new StatesError(
                  error.name(),
                  "The function '" + text + "' had the following error: " + error.cause()));
    };
  }

  /** Recursion is as deep as the calls, whose nesting is limited. */
  private static Evaluated call(Argument.Call call, Bindings bindings, WorkBudget budget) {
    var values = new ArrayList<JsonNode>(call.arguments().size());
    for (var argument : call.arguments()) {
      switch (evaluate(argument, bindings, budget)) {
        case Value(var node) -> values.add(node);
        case Failed failed -> {
          return failed;
        }
      }
    }
    if (call.function().readsArgumentsInFull() && !budget.spend(values)) {
      return Arguments.failed(budget.excess());
    }
    return call.function()
        .call(new Arguments(values, placeholders(call, values), bindings.random()))
        .then(result ->
            budget.spend(result) ? Evaluated.value(result) : Arguments.failed(budget.excess()));
  }

  private static Evaluated evaluate(Argument argument, Bindings bindings, WorkBudget budget) {
    return switch (argument) {
      case Argument.Literal(var value) -> Evaluated.value(value);
      case Argument.Text(var string, var _) -> Evaluated.value(StringNode.valueOf(string));
      case Argument.Path(var path) -> find(path, bindings);
      case Argument.Call nested -> call(nested, bindings, budget);
    };
  }

  private static Evaluated find(PathExpression path, Bindings bindings) {
    var node = path.find(bindings);
    return node != null
        ? Evaluated.value(node)
        : Evaluated.failed(
            StatesError.RUNTIME,
            "The JsonPath argument for the field '"
                + inItsDocument(path)
                + "' could not be found in the input '"
                + Json.text(bindings.document())
                + "'");
  }

  /** AWS names a path into the Context Object as if it began there, but quotes the input. */
  private static String inItsDocument(PathExpression path) {
    return path.source() == Source.CONTEXT_OBJECT ? path.text().substring(1) : path.text();
  }

  private static List<Integer> placeholders(Argument.Call call, List<JsonNode> values) {
    if (call.function() != IntrinsicFunction.FORMAT) {
      return List.of();
    }
    return call.arguments().getFirst() instanceof Argument.Text(var _, var placeholders)
        ? placeholders
        : TextFunctions.placeholders(values.getFirst().asString(""));
  }
}
