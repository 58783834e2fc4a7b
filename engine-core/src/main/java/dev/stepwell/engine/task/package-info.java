/**
 * Activity tasks between the engine and the workers that poll for them: tokens, and the board where
 * waiting pollers and waiting tasks meet. Nothing here is the truth: a claim counts only when its
 * command has committed.
 */
@NullMarked
package dev.stepwell.engine.task;

import org.jspecify.annotations.NullMarked;
