package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.problem.Location;
import dev.stepwell.asl.problem.Problem.Code;

/** {@code Assign}, in both languages. Source: asl.md §5, §16. */
final class AssignRules {
  /** Longest name of a variable, in Unicode characters. */
  static final int MAX_NAME_LENGTH = 80;

  private static final String EXPRESSION_SUFFIX = ".$";
  private static final String RESERVED = "states";

  /** Of a state without a result of its own, or of a choice. */
  static final ValueRule ASSIGN = assign(JsonataRules.TEMPLATE);

  /** Of a state that has a result. */
  static final ValueRule RESULT_ASSIGN = assign(JsonataRules.RESULT_TEMPLATE);

  /** Of a Catcher. */
  static final ValueRule ERROR_ASSIGN = assign(JsonataRules.ERROR_TEMPLATE);

  private AssignRules() {}

  private static ValueRule assign(ValueRule jsonata) {
    var values = JsonataRules.byLanguage(Expressions.TEMPLATE, jsonata);
    return (value, location, check) -> {
      if (!value.isObject()) {
        check.error(Values.expectedType("OBJECT"), location);
        return;
      }
      for (var key : value.propertyNames()) {
        checkName(nameOf(key, check), location.field(key), check);
      }
      values.check(value, location, check);
    };
  }

  private static String nameOf(String key, DefinitionCheck check) {
    var isExpression =
        check.language() == QueryLanguage.JSONPATH && key.endsWith(EXPRESSION_SUFFIX);
    return isExpression ? key.substring(0, key.length() - EXPRESSION_SUFFIX.length()) : key;
  }

  private static void checkName(String name, Location location, DefinitionCheck check) {
    if (name.equals(RESERVED)) {
      check.error(
          Code.RESERVED_VARIABLE_NAME, "Cannot assign to reserved variable '$states'.", location);
    } else if (!isIdentifier(name)) {
      invalid(name, "the variable name contains invalid characters.", location, check);
    } else if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
      invalid(
          name,
          "the variable name exceeds the " + MAX_NAME_LENGTH + "-character limit.",
          location,
          check);
    }
  }

  private static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && (name.charAt(0) == '_' || Character.isUnicodeIdentifierStart(name.codePointAt(0)))
        && name.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }

  private static void invalid(
      String name, String reason, Location location, DefinitionCheck check) {
    check.error(
        Code.INVALID_VARIABLE_NAME, "Invalid variable name '" + name + "': " + reason, location);
  }
}
