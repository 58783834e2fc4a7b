package dev.stepwell.asl.problem;

import org.jspecify.annotations.Nullable;

/**
 * One finding about a definition.
 *
 * @param code such as {@code SCHEMA_VALIDATION_FAILED}
 * @param message the recorded text where one is known
 * @param location such as {@code /States/X/Field}; null where none applies
 */
public record Problem(Severity severity, Code code, String message, @Nullable String location) {

  public enum Severity {
    ERROR,
    WARNING
  }

  /** The codes of asl.md §16. */
  public enum Code {
    SCHEMA_VALIDATION_FAILED,
    INVALID_JSON_DESCRIPTION,
    MISSING_TRANSITION_TARGET,
    MISSING_END_STATE,
    DUPLICATE_STATE_NAME,
    INVALID_STATE_NAME,
    TOO_DEEPLY_NESTED,
    RESERVED_VARIABLE_NAME,
    INVALID_VARIABLE_NAME,
    UNSUPPORTED_JSONATA_EXPRESSION
  }

  /** As CreateStateMachine's message spells it: {@code CODE: message at location}. */
  public String flattened() {
    return code + ": " + message + " at " + location;
  }
}
