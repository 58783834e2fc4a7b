/**
 * Everything in a definition that yields a value at run time, compiled once: paths, literals,
 * templates.
 *
 * <p>A failure is a value ({@link dev.stepwell.asl.expression.Evaluated.Failed}), never an
 * exception. Depends on {@code asl.json} only; this is the one place that knows Jayway json-path.
 */
@NullMarked
package dev.stepwell.asl.expression;

import org.jspecify.annotations.NullMarked;
