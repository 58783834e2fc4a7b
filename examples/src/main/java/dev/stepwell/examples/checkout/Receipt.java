package dev.stepwell.examples.checkout;

import java.math.BigDecimal;

/**
 * The output of an execution.
 *
 * @param message the total as a sentence
 */
public record Receipt(String message, BigDecimal total) {}
