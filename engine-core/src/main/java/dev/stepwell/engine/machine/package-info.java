/**
 * State machines ready to run, compiled once and kept. Depends on asl-parser, the interpreter and
 * the store ports.
 */
@NullMarked
package dev.stepwell.engine.machine;

import org.jspecify.annotations.NullMarked;
