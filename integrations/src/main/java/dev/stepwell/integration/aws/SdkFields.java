package dev.stepwell.integration.aws;

import java.util.Locale;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** How Step Functions names the members of requests and answers. */
final class SdkFields {
  private SdkFields() {}

  /**
   * The name in PascalCase, also where the service's own API has camelCase. {@code equals} is taken
   * in Java, so that the SDK and Step Functions call it otherwise.
   */
  static String name(SdkField<?> field) {
    var name = field.memberName();
    return name.equalsIgnoreCase("equals")
        ? "EqualsValue"
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** What a builder of the SDK has put together. */
  static Object built(SdkPojo builder) {
    return ((Buildable) builder).build();
  }
}
