/**
 * JSONata: expressions compiled once, evaluated within a budget. The only package that knows {@code
 * com.dashjoin:jsonata}; what that library does otherwise than the language or than AWS is put
 * right here. Depends on {@code asl.expression} and {@code asl.json}.
 */
@NullMarked
package dev.stepwell.asl.jsonata;

import org.jspecify.annotations.NullMarked;
