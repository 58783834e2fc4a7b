/** Commands: every outside fact that may move one execution, and the refusals. Depends on model. */
@NullMarked
package dev.stepwell.engine.command;

import org.jspecify.annotations.NullMarked;
