/** The embedded server, tried on the real thing: real processes, killed for real. */
@NullMarked
package dev.stepwell.persistence.embedded;

import org.jspecify.annotations.NullMarked;
