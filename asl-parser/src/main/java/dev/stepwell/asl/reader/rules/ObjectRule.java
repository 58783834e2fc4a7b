package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.problem.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an object may and must hold: a table of fields and the conditions between them. */
final class ObjectRule implements ValueRule {
  private final Map<String, FieldRule> fields;
  private final List<ValueRule> conditions;

  private ObjectRule(Map<String, FieldRule> fields, List<ValueRule> conditions) {
    this.fields = fields;
    this.conditions = conditions;
  }

  static ObjectRule of(FieldRule... fields) {
    return new ObjectRule(Map.of(), List.of()).with(fields);
  }

  /** The same table with more rows. */
  ObjectRule with(FieldRule... more) {
    var all = new LinkedHashMap<>(fields);
    for (var field : more) {
      all.put(field.name(), field);
    }
    return new ObjectRule(all, conditions);
  }

  /** The same table with a condition on the object as a whole. */
  ObjectRule where(ValueRule condition) {
    var all = new ArrayList<>(conditions);
    all.add(condition);
    return new ObjectRule(fields, all);
  }

  @Override
  public void check(JsonNode value, Location location, DefinitionCheck check) {
    if (!value.isObject()) {
      check.error(Values.expectedType("OBJECT"), location);
      return;
    }
    var missing =
        fields.values().stream()
            .filter(field -> field.required() && !value.has(field.name()))
            .map(FieldRule::name)
            .toList();
    if (!missing.isEmpty()) {
      check.error("These fields are required: " + missing, location);
    }
    for (var condition : conditions) {
      condition.check(value, location, check);
    }
    for (var entry : value.properties()) {
      checkField(entry.getKey(), entry.getValue(), location, check);
    }
  }

  private void checkField(String name, JsonNode value, Location location, DefinitionCheck check) {
    var field = fields.get(name);
    if (field == null) {
      check.error("Field '" + name + "' is not supported", location);
    } else if (isOfOtherLanguage(field.language(), check)) {
      check.error(
          "The QueryLanguage is set to '"
              + check.language().aslName()
              + "', but field '"
              + name
              + "' is only supported for the '"
              + otherThan(check.language()).aslName()
              + "' QueryLanguage",
          location);
    } else {
      field.value().check(value, location.field(name), check);
    }
  }

  private static boolean isOfOtherLanguage(
      @Nullable QueryLanguage language, DefinitionCheck check) {
    return language != null && language != check.language();
  }

  private static QueryLanguage otherThan(QueryLanguage language) {
    return language == QueryLanguage.JSONPATH ? QueryLanguage.JSONATA : QueryLanguage.JSONPATH;
  }
}
