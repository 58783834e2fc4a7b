/** AWS's history events, exactly, and their stored form. Depends on model. */
@NullMarked
package dev.stepwell.engine.history;

import org.jspecify.annotations.NullMarked;
