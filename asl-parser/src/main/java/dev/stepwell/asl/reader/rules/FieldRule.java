package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.QueryLanguage;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table of fields.
 *
 * @param language the only query language that has the field; null when both have it
 */
record FieldRule(String name, boolean required, @Nullable QueryLanguage language, ValueRule value) {

  static FieldRule optional(String name, ValueRule value) {
    return new FieldRule(name, false, null, value);
  }

  static FieldRule required(String name, ValueRule value) {
    return new FieldRule(name, true, null, value);
  }

  static FieldRule jsonPathOnly(String name, ValueRule value) {
    return new FieldRule(name, false, QueryLanguage.JSONPATH, value);
  }

  static FieldRule jsonataOnly(String name, ValueRule value) {
    return new FieldRule(name, false, QueryLanguage.JSONATA, value);
  }

  /** The same row for one query language only. */
  FieldRule in(QueryLanguage onlyLanguage) {
    return new FieldRule(name, required, onlyLanguage, value);
  }
}
