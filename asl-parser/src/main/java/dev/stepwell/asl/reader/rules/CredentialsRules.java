package dev.stepwell.asl.reader.rules;

/** {@code Credentials} of a Task state. Source: asl.md §10, §16. */
final class CredentialsRules {
  private static final String ROLE_ARN = "RoleArn";

  private static final ValueRule VALUES =
      JsonataRules.byLanguage(Expressions.TEMPLATE, JsonataRules.TEMPLATE);

  static final ValueRule CREDENTIALS =
      (value, location, check) -> {
        if (value.isObject() && !value.has(ROLE_ARN) && !value.has(ROLE_ARN + ".$")) {
          check.error("The field 'RoleArn' is required but was missing", location);
        } else {
          VALUES.check(value, location, check);
        }
      };

  private CredentialsRules() {}
}
