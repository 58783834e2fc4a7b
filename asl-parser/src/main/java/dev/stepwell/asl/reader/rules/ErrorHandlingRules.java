package dev.stepwell.asl.reader.rules;

import static dev.stepwell.asl.reader.rules.FieldRule.jsonPathOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.jsonataOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.optional;
import static dev.stepwell.asl.reader.rules.FieldRule.required;
import static dev.stepwell.asl.reader.rules.Values.integer;

/** Entries of {@code Retry} and {@code Catch}. Source: asl.md §2, §15. */
final class ErrorHandlingRules {
  private static final long MAX_DELAY_SECONDS = 31_622_400;

  private static final FieldRule ERROR_EQUALS =
      required("ErrorEquals", Values.nonEmptyArrayOf(Values.STRING));

  static final ValueRule RETRIER =
      ObjectRule.of(
          ERROR_EQUALS,
          optional("IntervalSeconds", integer(0, BlockRules.MAX_SECONDS)),
          optional("MaxAttempts", integer(0, BlockRules.MAX_SECONDS)),
          optional("BackoffRate", Values.number(1, Double.MAX_VALUE)),
          optional("MaxDelaySeconds", integer(1, MAX_DELAY_SECONDS)),
          optional("JitterStrategy", Values.oneOf("NONE", "FULL")),
          optional("Comment", Values.STRING));

  static final ValueRule CATCHER =
      ObjectRule.of(
          ERROR_EQUALS,
          required("Next", Values.STRING),
          jsonPathOnly("ResultPath", Values.orNull(Expressions.RESULT_PATH)),
          jsonataOnly("Output", JsonataRules.ERROR_TEMPLATE),
          optional("Assign", AssignRules.ERROR_ASSIGN),
          optional("Comment", Values.STRING));

  private ErrorHandlingRules() {}
}
