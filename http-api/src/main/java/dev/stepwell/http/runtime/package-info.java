/** The Lambda Runtime API, by which the runtimes of unchanged functions attach. */
@NullMarked
package dev.stepwell.http.runtime;

import org.jspecify.annotations.NullMarked;
