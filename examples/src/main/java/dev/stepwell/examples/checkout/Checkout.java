package dev.stepwell.examples.checkout;

import dev.stepwell.worker.TaskFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The arithmetic of the shop: 10 % tax, 10 % discount, cents rounded half to even. */
public final class Checkout {
  private static final BigDecimal TAX_RATE = new BigDecimal("0.10");
  private static final BigDecimal DISCOUNT_RATE = new BigDecimal("0.10");
  private static final BigDecimal NO_DISCOUNT = new BigDecimal("0.00");
  private static final int DECIMALS = 2;

  private Checkout() {}

  /**
   * Adds the tax.
   *
   * @throws TaskFailure {@code InvalidOrder} if the order has no amount, or one that is not more
   *     than zero
   */
  public static Bill addTax(Order order) {
    BigDecimal amount = requireAmount(order.amount());
    BigDecimal tax = cents(amount.multiply(TAX_RATE));
    return new Bill(amount, tax, NO_DISCOUNT, amount.add(tax));
  }

  /** Takes the discount off the total. */
  public static Bill applyDiscount(Bill bill) {
    BigDecimal discount = cents(bill.total().multiply(DISCOUNT_RATE));
    BigDecimal total = cents(bill.total().subtract(discount));
    return new Bill(bill.amount(), bill.tax(), discount, total);
  }

  /** Says what is to pay. */
  public static Receipt displayTotal(Bill bill) {
    BigDecimal total = cents(bill.total());
    return new Receipt("Your total is " + total.toPlainString(), total);
  }

  private static BigDecimal requireAmount(@Nullable BigDecimal amount) {
    if (amount == null) {
      throw new TaskFailure("InvalidOrder", "The order has no amount");
    }
    if (amount.signum() <= 0) {
      throw new TaskFailure(
          "InvalidOrder", "The amount must be more than zero, not " + amount.toPlainString());
    }
    return cents(amount);
  }

  private static BigDecimal cents(BigDecimal value) {
    return value.setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
