/**
 * The pure heart: decides what a command does to an execution. No clock, no thread, no database, no
 * logging. Depends on asl-parser and the value packages of this module.
 */
@NullMarked
package dev.stepwell.engine.interpreter;

import org.jspecify.annotations.NullMarked;
