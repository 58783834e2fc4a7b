package dev.stepwell.examples.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The state machine's name and definition. */
public final class CheckoutWorkflow {
  public static final String NAME = "OnlineShopCheckout";
  public static final String CHECK_OUT = "CheckOut";
  public static final String APPLY_DISCOUNT = "ApplyDiscount";
  public static final String DISPLAY_TOTAL = "DisplayTotal";

  private static final String WITH_ACTIVITIES = NAME + ".asl.json";
  private static final String WITH_FUNCTIONS = NAME + "Functions.asl.json";

  private CheckoutWorkflow() {}

  /**
   * The definition, with the ARNs of its activities in that region and account.
   *
   * @param accountId 12 digits
   */
  public static String definition(String region, String accountId) {
    return definition(WITH_ACTIVITIES, region, accountId);
  }

  /**
   * The definition with Lambda functions of the same names instead of activities.
   *
   * @param accountId 12 digits
   */
  public static String definitionWithFunctions(String region, String accountId) {
    return definition(WITH_FUNCTIONS, region, accountId);
  }

  /**
   * The handler of one of the functions, in JavaScript.
   *
   * @param function such as {@link #CHECK_OUT}
   */
  public static String handler(String function) {
    return text(handlerFile(function));
  }

  /** What the file of a function's handler is called. */
  public static String handlerFile(String function) {
    return Character.toLowerCase(function.charAt(0)) + function.substring(1) + ".js";
  }

  private static String definition(String resource, String region, String accountId) {
    return text(resource).replace("${region}", region).replace("${accountId}", accountId);
  }

  private static String text(String name) {
    try (var resource = CheckoutWorkflow.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing beside this class");
      }
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
