/**
 * What is remembered of one execution between two commands, and its stored form. Immutable. Depends
 * on model.
 */
@NullMarked
package dev.stepwell.engine.state;

import org.jspecify.annotations.NullMarked;
