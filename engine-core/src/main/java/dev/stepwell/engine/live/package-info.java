/**
 * Who waits on this node for executions to go on, and how they learn that something has. Depends on
 * {@code model}, {@code store}, {@code thread} and {@code timer}.
 */
@NullMarked
package dev.stepwell.engine.live;

import org.jspecify.annotations.NullMarked;
