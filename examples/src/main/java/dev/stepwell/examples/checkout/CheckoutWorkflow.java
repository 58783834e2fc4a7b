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

  private static final String RESOURCE = NAME + ".asl.json";

  private CheckoutWorkflow() {}

  /**
   * The definition, with the ARNs of its activities in that region and account.
   *
   * @param accountId 12 digits
   */
  public static String definition(String region, String accountId) {
    return text().replace("${region}", region).replace("${accountId}", accountId);
  }

  private static String text() {
    try (var resource = CheckoutWorkflow.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is missing beside this class");
      }
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
