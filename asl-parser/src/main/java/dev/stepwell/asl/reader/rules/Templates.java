package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.problem.Location;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rules about payload templates that must have certain fields. Source: asl.md §16. */
final class Templates {
  private Templates() {}

  /** A template with these fields, each literal or computed. */
  static ValueRule with(String... fields) {
    var required = List.of(fields);
    return (value, location, check) -> {
      Expressions.TEMPLATE.check(value, location, check);
      checkRequired(value, required, location, check);
    };
  }

  /** Says nothing of what is no object: that is another mistake, or one expression for it all. */
  static void checkRequired(
      JsonNode template, List<String> required, Location location, DefinitionCheck check) {
    for (var field : required) {
      if (template.isObject() && !template.has(field) && !template.has(field + ".$")) {
        check.error("The field '" + field + "' is required but was missing", location);
      }
    }
  }
}
