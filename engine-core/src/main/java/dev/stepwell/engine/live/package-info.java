/**
 * Who waits on this node for an execution to go on, and how it learns that it has. Depends on
 * {@code model}, {@code store} and {@code thread}.
 */
@NullMarked
package dev.stepwell.engine.live;

import org.jspecify.annotations.NullMarked;
