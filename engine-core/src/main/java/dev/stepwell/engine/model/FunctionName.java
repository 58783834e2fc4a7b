package dev.stepwell.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * A function as calls name it: by name, by ARN, or by account and name, each with or without a
 * version or alias behind it. Source: Lambda's Invoke API, FunctionName.
 */
public record FunctionName(String name, @Nullable String qualifier) {
  private static final int PARTS_OF_ARN = 7;
  private static final int PARTS_OF_PARTIAL_ARN = 3;

  /** Reads what a call says; a text of no known form is a name that no function has. */
  public static FunctionName of(String text) {
    var parts = text.split(":", -1);
    if (text.startsWith("arn:") && parts.length >= PARTS_OF_ARN) {
      return new FunctionName(parts[PARTS_OF_ARN - 1], behind(parts, PARTS_OF_ARN));
    }
    if (parts.length >= PARTS_OF_PARTIAL_ARN && parts[1].equals("function")) {
      return new FunctionName(parts[2], behind(parts, PARTS_OF_PARTIAL_ARN));
    }
    return new FunctionName(parts[0], behind(parts, 1));
  }

  private static @Nullable String behind(String[] parts, int index) {
    return parts.length > index ? parts[index] : null;
  }
}
