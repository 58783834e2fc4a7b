/**
 * Choice rules, compiled. Depends on {@code asl.expression} only.
 *
 * <p>A value of another type than an operator compares makes its rule false; it is no error.
 * Source: asl.md §7 and the 408 recorded cases.
 */
@NullMarked
package dev.stepwell.asl.model.choice;

import org.jspecify.annotations.NullMarked;
