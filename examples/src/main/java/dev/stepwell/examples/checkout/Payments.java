package dev.stepwell.examples.checkout;

import java.math.BigDecimal;

/** The door to whoever moves the money. */
@FunctionalInterface
public interface Payments {
  /**
   * Charges the customer.
   *
   * @throws PaymentUnavailable if certainly nothing was charged, so that the state may be retried
   */
  void charge(BigDecimal total) throws PaymentUnavailable;

  /**
   * Nothing was charged.
   *
   * <p>A worker reports an exception by its simple name: this one's is what the definition's {@code
   * Retry} matches.
   */
  final class PaymentUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public PaymentUnavailable(String message) {
      super(message);
    }
  }
}
