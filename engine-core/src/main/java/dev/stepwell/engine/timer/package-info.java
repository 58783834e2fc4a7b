/**
 * Wake-up times: kept in memory where they are near, found again in the store where they are not,
 * or where a node died.
 */
@NullMarked
package dev.stepwell.engine.timer;

import org.jspecify.annotations.NullMarked;
