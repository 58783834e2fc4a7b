/**
 * Several nodes, their database, their clients and workers in one thread of control, on a clock of
 * their own, with everything going wrong that a seed can think of. Depends on all of the engine.
 */
@NullMarked
package dev.stepwell.engine.simulation;

import org.jspecify.annotations.NullMarked;
