/** The ports that persistence implements. Depends on model only. */
@NullMarked
package dev.stepwell.engine.store;

import org.jspecify.annotations.NullMarked;
