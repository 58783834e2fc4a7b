package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.PathExpression.Source;
import dev.stepwell.asl.expression.TemplateParser;
import dev.stepwell.asl.problem.Location;
import tools.jackson.databind.JsonNode;

/** Rules about fields that hold JSONPath expressions. The wordings are those of asl.md §16. */
final class Expressions {
  private static final String NOT_A_PATH = "Value must be a valid JSONPath.";
  private static final String NOT_A_REFERENCE_PATH = "Value is not a Reference Path";
  private static final String INTRINSIC_FUNCTIONS = "Intrinsic functions are";
  private static final String REGULAR_EXPRESSIONS = "Filters with regular expressions are";

  /** Any JSONPath. */
  static final ValueRule PATH =
      (value, location, check) -> {
        if (!value.isString()) {
          check.error(Values.expectedType("STRING"), location);
          return;
        }
        var path = PathExpression.parse(value.stringValue());
        if (path.isEmpty() && PathExpression.usesRegularExpression(value.stringValue())) {
          check.notYetSupported(REGULAR_EXPRESSIONS, location);
        } else if (path.isEmpty()) {
          check.error(NOT_A_PATH, location);
        }
      };

  /** A JSONPath, where an intrinsic function may stand too. */
  static final ValueRule PATH_OR_INTRINSIC =
      (value, location, check) -> {
        if (value.isString() && value.stringValue().startsWith("States.")) {
          check.notYetSupported(INTRINSIC_FUNCTIONS, location);
        } else {
          PATH.check(value, location, check);
        }
      };

  /** A path to one place of the document, the Context Object or a variable. */
  static final ValueRule REFERENCE_PATH =
      (value, location, check) -> checkReference(value, location, check, true);

  /** A path to a place that is written to, as only the document is. */
  static final ValueRule RESULT_PATH =
      (value, location, check) -> checkReference(value, location, check, false);

  /** A payload template. */
  static final ValueRule TEMPLATE =
      (value, location, check) -> {
        if (!value.isObject()) {
          check.error(Values.expectedType("OBJECT"), location);
          return;
        }
        for (var fault : TemplateParser.parse(value).faults()) {
          switch (fault.kind()) {
            case NOT_AN_EXPRESSION ->
                check.error(
                    "The value for the field '"
                        + fault.field()
                        + "' must be a valid JSONPath or a valid intrinsic function call",
                    location);
            case REGULAR_EXPRESSION ->
                check.notYetSupported(
                    "The field '" + fault.field() + "' filters with a regular expression, which is",
                    location);
            case INTRINSIC_FUNCTION ->
                check.notYetSupported(
                    "The field '" + fault.field() + "' calls an intrinsic function, which is",
                    location);
          }
        }
      };

  private Expressions() {}

  private static void checkReference(
      JsonNode value, Location location, DefinitionCheck check, boolean mayReadElsewhere) {
    if (!value.isString()) {
      check.error(Values.expectedType("STRING"), location);
      return;
    }
    var text = value.stringValue();
    if (!text.startsWith("$")) {
      check.error(NOT_A_REFERENCE_PATH + ": Reference path didn't start with '$'", location);
      return;
    }
    var path = PathExpression.parse(text);
    if (path.isEmpty() || !path.get().isReferencePath()) {
      check.error(NOT_A_REFERENCE_PATH, location);
      return;
    }
    if (!mayReadElsewhere && path.get().source() != Source.DOCUMENT) {
      check.error(NOT_A_REFERENCE_PATH, location);
    }
  }
}
