/**
 * Rules that compare one part of a definition with another, one class each. They judge the outline,
 * so that they also find their mistakes in a definition that has others. Depends on {@code
 * asl.outline}, {@code asl.problem}, {@code asl.resource} and the names in {@code asl.model}.
 */
@NullMarked
package dev.stepwell.asl.validate;

import org.jspecify.annotations.NullMarked;
