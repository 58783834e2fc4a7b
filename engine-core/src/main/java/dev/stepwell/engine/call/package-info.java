/**
 * Calls of services that this node has in flight, and those that dead nodes have left. Depends on
 * model, command, store, thread.
 */
@NullMarked
package dev.stepwell.engine.call;

import org.jspecify.annotations.NullMarked;
