/** Executions that a task starts. */
@NullMarked
package dev.stepwell.integration.states;

import org.jspecify.annotations.NullMarked;
