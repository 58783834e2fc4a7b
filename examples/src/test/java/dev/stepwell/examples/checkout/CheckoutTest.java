package dev.stepwell.examples.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stepwell.worker.TaskFailure;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutTest {
  private static Bill bill(String amount, String tax, String discount, String total) {
    return new Bill(
        new BigDecimal(amount),
        new BigDecimal(tax),
        new BigDecimal(discount),
        new BigDecimal(total));
  }

  private static Order order(String amount) {
    return new Order(new BigDecimal(amount));
  }

  @ParameterizedTest
  @CsvSource({
    "1000,   1000.00, 100.00, 1100.00",
    "500,     500.00,  50.00,  550.00",
    "0.01,      0.01,   0.00,    0.01",
    "10.25,    10.25,   1.02,   11.27",
    "10.35,    10.35,   1.04,   11.39",
    "1E+3,   1000.00, 100.00, 1100.00",
  })
  void addsTenPercentTax(String ordered, String amount, String tax, String total) {
    assertThat(Checkout.addTax(order(ordered))).isEqualTo(bill(amount, tax, "0.00", total));
  }

  @Test
  void takesTenPercentOff() {
    assertThat(Checkout.applyDiscount(bill("1000.00", "100.00", "0.00", "1100.00")))
        .isEqualTo(bill("1000.00", "100.00", "110.00", "990.00"));
  }

  @Test
  void displaysTheTotalWithTwoDecimals() {
    assertThat(Checkout.displayTotal(bill("500", "50", "0", "550")))
        .isEqualTo(new Receipt("Your total is 550.00", new BigDecimal("550.00")));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-0.01"})
  void refusesAmountsThatAreNotMoreThanZero(String amount) {
    TaskFailure failure =
        catchThrowableOfType(TaskFailure.class, () -> Checkout.addTax(order(amount)));
    assertThat(failure.error()).isEqualTo("InvalidOrder");
    assertThat(failure).hasMessageEndingWith("not " + amount);
  }

  @Test
  void refusesAnOrderWithoutAmount() {
    TaskFailure failure =
        catchThrowableOfType(TaskFailure.class, () -> Checkout.addTax(new Order(null)));
    assertThat(failure.error()).isEqualTo("InvalidOrder");
  }
}
