/**
 * Runs recorded cases of AWS against a server: the same calls must get the same answers. May depend
 * on every module.
 */
@NullMarked
package dev.stepwell.launcher.conformance;

import org.jspecify.annotations.NullMarked;
