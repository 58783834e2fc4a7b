package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** The functions between JSON and text. Source: asl.md §8. */
final class JsonFunctions {
  private JsonFunctions() {}

  /** Fields of the second object win; objects in fields are not merged. */
  static Evaluated jsonMerge(Arguments arguments) {
    if (!arguments.value(2).isBoolean() || arguments.value(2).booleanValue()) {
      return Arguments.failed("The argument 3 must be false: deep merging is not supported");
    }
    return arguments.withObject(
        0,
        first ->
            arguments.withObject(
                1, second -> Evaluated.value(Json.object().setAll(first).setAll(second))));
  }

  /** Blank text is null. Source: recorded test_string_to_json. */
  static Evaluated stringToJson(Arguments arguments) {
    return arguments.withText(0, JsonFunctions::parsed);
  }

  private static Evaluated parsed(String text) {
    if (text.isBlank()) {
      return Evaluated.value(NullNode.getInstance());
    }
    try {
      return Evaluated.value(Json.parse(text));
    } catch (JacksonException e) {
      return Arguments.failed("The argument 1 is not valid JSON: " + e.getOriginalMessage());
    }
  }

  static Evaluated jsonToString(Arguments arguments) {
    return Evaluated.value(StringNode.valueOf(Json.text(arguments.value(0))));
  }
}
