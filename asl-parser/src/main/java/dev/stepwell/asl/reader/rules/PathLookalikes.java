package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.intrinsic.IntrinsicParser;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.problem.Problem.Code;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Literal values that were probably meant to be evaluated. Only warnings: somebody may want just
 * this text. The codes are AWS's, the wordings ours. Source: asl.md §16.
 */
final class PathLookalikes {
  private static final String EXPRESSION_SUFFIX = ".$";

  /** A payload template. */
  static final ValueRule TEMPLATE =
      (value, location, check) -> {
        var field = unmarked(value);
        if (field != null) {
          check.warning(
              Code.NO_DOLLAR,
              "The value of the field '"
                  + field
                  + "' looks like an expression, but is taken literally: the name of the field does"
                  + " not end in '.$'",
              location);
        }
      };

  /** A text that is never an expression. */
  static final ValueRule TEXT =
      (value, location, check) -> {
        Values.STRING.check(value, location, check);
        if (check.language() == QueryLanguage.JSONPATH && looksLikeAnExpression(value)) {
          check.warning(
              Code.NO_PATH,
              "The value looks like an expression, but is taken literally: only fields whose names"
                  + " end in 'Path' hold paths",
              location);
        }
      };

  /** {@code Result} of a Pass state. */
  static final ValueRule RESULT =
      (value, location, check) -> {
        if (holdsExpression(value)) {
          check.warning(
              Code.PASS_RESULT_IS_STATIC,
              "The Result of a Pass state is static: expressions in it are not evaluated",
              location);
        }
      };

  private PathLookalikes() {}

  /** The first field of the template, at any depth, that lacks its mark; null where none does. */
  private static @Nullable String unmarked(JsonNode template) {
    for (var entry : template.properties()) {
      var name = entry.getKey();
      if (name.endsWith(EXPRESSION_SUFFIX)) {
        continue;
      }
      var field = looksLikeAnExpression(entry.getValue()) ? name : unmarked(entry.getValue());
      if (field != null) {
        return field;
      }
    }
    return template.isArray() ? unmarkedInItems(template) : null;
  }

  private static @Nullable String unmarkedInItems(JsonNode array) {
    for (var item : array) {
      var field = unmarked(item);
      if (field != null) {
        return field;
      }
    }
    return null;
  }

  private static boolean holdsExpression(JsonNode value) {
    if (looksLikeAnExpression(value)) {
      return true;
    }
    for (var entry : value.properties()) {
      if (entry.getKey().endsWith(EXPRESSION_SUFFIX) || holdsExpression(entry.getValue())) {
        return true;
      }
    }
    if (value.isArray()) {
      for (var item : value) {
        if (holdsExpression(item)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean looksLikeAnExpression(JsonNode value) {
    var text = value.asString("");
    return value.isString()
        && (text.startsWith("$.")
            || text.startsWith("$[")
            || text.startsWith("$$.")
            || (text.startsWith(IntrinsicParser.PREFIX)
                && IntrinsicParser.parse(text).isPresent()));
  }
}
