/**
 * The engine: commands enter through lanes, the pure interpreter decides, one commit remembers,
 * effects follow. May depend on everything in this module.
 */
@NullMarked
package dev.stepwell.engine;

import org.jspecify.annotations.NullMarked;
