/** Servers that tests talk to. */
@NullMarked
package dev.stepwell.integration.peer;

import org.jspecify.annotations.NullMarked;
