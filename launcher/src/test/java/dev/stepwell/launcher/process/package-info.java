/**
 * Servers as users run them: processes of their own, killed and started again, and the real
 * clients. May depend on every module.
 */
@NullMarked
package dev.stepwell.launcher.process;

import org.jspecify.annotations.NullMarked;
