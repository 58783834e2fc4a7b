/**
 * Where an engine's work runs and waits. Everything else in the engine starts no thread, sleeps
 * nowhere and waits for nothing but through {@link dev.stepwell.engine.thread.Threads}, so that the
 * whole of it can also run on a scheduler and a clock of a simulation. Depends on nothing.
 */
@NullMarked
package dev.stepwell.engine.thread;

import org.jspecify.annotations.NullMarked;
