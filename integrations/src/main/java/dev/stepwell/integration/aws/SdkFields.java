package dev.stepwell.integration.aws;

import java.util.Locale;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** How Step Functions names the members of requests and answers. */
final class SdkFields {
  private SdkFields() {}

  /**
   * The name in PascalCase, also where the service's own API has camelCase. Two names that Java
   * would not have are other ones in the SDK: {@code equals}, where Step Functions follows it, and
   * DynamoDB's {@code NULL}.
   */
  static String name(SdkField<?> field) {
    var name = field.memberName();
    return switch (name) {
      case "equals", "Equals" -> "EqualsValue";
      case "NUL" -> "NULL";
      default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    };
  }

  /** What a builder of the SDK has put together. */
  static Object built(SdkPojo builder) {
    return ((Buildable) builder).build();
  }
}
