package dev.stepwell.examples.checkout;

import java.math.BigDecimal;

/**
 * An order in money, every part with two decimals; {@code total} is {@code amount + tax -
 * discount}.
 *
 * @param amount the price of the goods without tax
 * @param discount what a large order gets back; zero for others
 */
public record Bill(BigDecimal amount, BigDecimal tax, BigDecimal discount, BigDecimal total) {}
