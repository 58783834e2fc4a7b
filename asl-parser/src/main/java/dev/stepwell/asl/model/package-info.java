/**
 * The compiled definition: sealed states and the parts they are made of. Immutable, no behaviour
 * beyond lookups. Depends on {@code asl.expression} only.
 */
@NullMarked
package dev.stepwell.asl.model;

import org.jspecify.annotations.NullMarked;
