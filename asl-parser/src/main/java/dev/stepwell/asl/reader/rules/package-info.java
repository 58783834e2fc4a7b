/**
 * What each object of a definition may hold, as tables, and the walk that applies them. Finds every
 * mistake that can be seen in one object alone; the rules of {@code asl.validate} find the others.
 *
 * <p>Depends on {@code asl.expression}, {@code asl.intrinsic}, {@code asl.model}, {@code
 * asl.outline}, {@code asl.problem} and {@code asl.resource}.
 */
@NullMarked
package dev.stepwell.asl.reader.rules;

import org.jspecify.annotations.NullMarked;
