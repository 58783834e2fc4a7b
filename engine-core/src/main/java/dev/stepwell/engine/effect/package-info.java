/** What is owed to the world once a transition is committed. Depends on model. */
@NullMarked
package dev.stepwell.engine.effect;

import org.jspecify.annotations.NullMarked;
