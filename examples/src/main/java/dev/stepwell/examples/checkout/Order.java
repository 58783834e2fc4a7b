package dev.stepwell.examples.checkout;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the customer ordered: the input of an execution, as it came.
 *
 * @param amount the price of the goods without tax; null if the input has none
 */
public record Order(@Nullable BigDecimal amount) {}
