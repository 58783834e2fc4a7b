/**
 * Runs the handlers of functions, unchanged, in processes of their own, which take invocations from
 * a server.
 */
@NullMarked
package dev.stepwell.launcher.function;

import org.jspecify.annotations.NullMarked;
