package dev.stepwell.asl.model;

import java.util.regex.Pattern;

/** The form of an activity's ARN. Source: asl.md §10. */
public final class ActivityArn {
  private static final Pattern FORM =
      Pattern.compile("arn:[^:]+:states:[^:]+:[^:]+:activity:[^:]{1,80}");

  private ActivityArn() {}

  /** Whether the text has the form {@code arn:P:states:R:A:activity:NAME}. */
  public static boolean matches(String arn) {
    return FORM.matcher(arn).matches();
  }
}
