/**
 * OnlineShopCheckout: a state machine with three activities and their workers.
 *
 * <p>{@link dev.stepwell.examples.checkout.CheckoutWorkflow} is the definition, {@link
 * dev.stepwell.examples.checkout.Checkout} the arithmetic, {@link
 * dev.stepwell.examples.checkout.CheckoutWorkers} the program. Depends on the worker SDK only, like
 * any program of a user.
 */
@NullMarked
package dev.stepwell.examples.checkout;

import org.jspecify.annotations.NullMarked;
