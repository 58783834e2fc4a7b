/**
 * The command line: servers, the demo, and commands for a running server. May depend on every
 * module.
 */
@NullMarked
package dev.stepwell.launcher;

import org.jspecify.annotations.NullMarked;
