package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.jsonata.JsonataExpression;
import dev.stepwell.asl.jsonata.JsonataExpression.Compilation;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.problem.Location;
import dev.stepwell.asl.problem.Problem.Code;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Rules about fields that hold JSONata expressions. The wordings are those of asl.md §4 and §16.
 */
final class JsonataRules {
  private static final Set<String> AT_ENTRY = Set.of("input", "context");
  private static final Set<String> AFTER_WORK = Set.of("input", "context", "result");
  private static final Set<String> AFTER_ERROR = Set.of("input", "context", "errorOutput");

  /** Any value with expressions in it. */
  static final ValueRule TEMPLATE = template(AT_ENTRY);

  /** Any value with expressions in it, of a state that has a result. */
  static final ValueRule RESULT_TEMPLATE = template(AFTER_WORK);

  /** Any value with expressions in it, of a Catcher. */
  static final ValueRule ERROR_TEMPLATE = template(AFTER_ERROR);

  /** An array, or an expression that gives one. */
  static final ValueRule ITEMS =
      (value, location, check) -> {
        if (value.isArray() || isExpression(value)) {
          TEMPLATE.check(value, location, check);
        } else {
          check.error(Values.expectedType("ARRAY"), location);
        }
      };

  private JsonataRules() {}

  /** A literal; in a JSONata state, an expression may stand in its place. */
  static ValueRule orExpression(ValueRule literal) {
    return (value, location, check) -> {
      if (check.language() == QueryLanguage.JSONATA && isExpression(value)) {
        TEMPLATE.check(value, location, check);
      } else {
        literal.check(value, location, check);
      }
    };
  }

  /** One rule for each language. */
  static ValueRule byLanguage(ValueRule jsonPath, ValueRule jsonata) {
    return (value, location, check) ->
        (check.language() == QueryLanguage.JSONATA ? jsonata : jsonPath)
            .check(value, location, check);
  }

  private static boolean isExpression(JsonNode value) {
    return value.isString() && JsonataExpression.isExpression(value.stringValue());
  }

  private static ValueRule template(Set<String> statesFields) {
    return (value, location, check) -> checkTemplate(value, location, check, statesFields);
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private static void checkTemplate(
      JsonNode value, Location location, DefinitionCheck check, Set<String> statesFields) {
    if (isExpression(value)) {
      checkExpression(value.stringValue(), location, check, statesFields);
    } else if (value.isObject()) {
      for (var entry : value.properties()) {
        checkTemplate(entry.getValue(), location.field(entry.getKey()), check, statesFields);
      }
    } else if (value.isArray()) {
      for (var i = 0; i < value.size(); i++) {
        checkTemplate(value.get(i), location.item(i), check, statesFields);
      }
    }
  }

  private static void checkExpression(
      String text, Location location, DefinitionCheck check, Set<String> statesFields) {
    if (!JsonataExpression.isClosed(text)) {
      check.error("JSONata string must start with {% and end with %}", location);
      return;
    }
    switch (JsonataExpression.compile(text, "", null)) {
      case Compilation.Malformed(var message) ->
          check.error("The JSONata expression is not valid: " + message, location);
      case Compilation.Compiled(var expression) ->
          checkReferences(expression, location, check, statesFields);
    }
  }

  private static void checkReferences(
      JsonataExpression expression,
      Location location,
      DefinitionCheck check,
      Set<String> statesFields) {
    var references = expression.references();
    for (var name : references.topLevelNames()) {
      unsupported(
          "Reference to '" + name + "' at the top level is not supported.", location, check);
    }
    if (references.root()) {
      unsupported("Reference to '$$' is not supported.", location, check);
    }
    for (var field : references.statesFields()) {
      if (!statesFields.contains(field)) {
        unsupported("Field '$states." + field + "' does not exist.", location, check);
      }
    }
  }

  private static void unsupported(String message, Location location, DefinitionCheck check) {
    check.error(Code.UNSUPPORTED_JSONATA_EXPRESSION, message, location);
  }
}
