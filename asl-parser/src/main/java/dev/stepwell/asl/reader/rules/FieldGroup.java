package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.problem.Location;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Fields that exclude each other.
 *
 * @param oneIsRequired whether none is a mistake too
 */
record FieldGroup(List<String> fields, boolean oneIsRequired) implements ValueRule {

  static FieldGroup exactlyOne(String... fields) {
    return new FieldGroup(List.of(fields), true);
  }

  static FieldGroup atMostOne(String... fields) {
    return new FieldGroup(List.of(fields), false);
  }

  @Override
  public void check(JsonNode value, Location location, DefinitionCheck check) {
    var present = fields.stream().filter(value::has).count();
    if (present > 1) {
      check.error("There should only be one of the following fields: " + fields, location);
    } else if (present == 0 && oneIsRequired) {
      check.error("This object should have only one of the following fields: " + fields, location);
    }
  }
}
