/** The one way this project reads, builds and writes JSON trees. */
@NullMarked
package dev.stepwell.asl.json;

import org.jspecify.annotations.NullMarked;
