/** Choice rules, compiled. */
@NullMarked
package dev.stepwell.asl.model.choice;

import org.jspecify.annotations.NullMarked;
