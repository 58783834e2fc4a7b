package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.Jsonata.Frame;
import java.util.Set;

/** The names that mean functions wherever no variable of that name is assigned. */
final class BuiltInFunctions {
  /** Not to be had in a state machine. Source: asl.md §4. */
  private static final String EVAL = "eval";

  private static final Set<String> LIBRARY =
      Set.of(
          "sum",
          "count",
          "max",
          "min",
          "average",
          "substringBefore",
          "substringAfter",
          "lowercase",
          "uppercase",
          "length",
          "trim",
          "number",
          "floor",
          "ceil",
          "abs",
          "sqrt",
          "power",
          "boolean",
          "not",
          "map",
          "zip",
          "filter",
          "single",
          "reduce",
          "sift",
          "keys",
          "lookup",
          "append",
          "exists",
          "merge",
          "reverse",
          "each",
          "error",
          "assert",
          "type",
          "sort",
          "distinct",
          "base64encode",
          "base64decode",
          "encodeUrlComponent",
          "encodeUrl",
          "decodeUrlComponent",
          "decodeUrl",
          "clone",
          EVAL);

  private BuiltInFunctions() {}

  static boolean isBuiltIn(String name) {
    return LIBRARY.contains(name) || HostFunction.ALL.containsKey(name);
  }

  /** Makes {@code $eval} undefined, as if there were no such function. */
  static void disable(Frame frame) {
    frame.bind(EVAL, (Object) null);
  }
}
