/**
 * Intrinsic functions of the JSONPath language: parsed once, when the definition is read, evaluated
 * without side effects. Depends on {@code asl.expression} and {@code asl.json}.
 */
@NullMarked
package dev.stepwell.asl.intrinsic;

import org.jspecify.annotations.NullMarked;
