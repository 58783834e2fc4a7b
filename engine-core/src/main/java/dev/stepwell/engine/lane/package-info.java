/**
 * Lanes: commands in, one transaction per batch, effects out. The only writers of executions.
 * Depends on the interpreter, the codecs, the store ports and the task board.
 */
@NullMarked
package dev.stepwell.engine.lane;

import org.jspecify.annotations.NullMarked;
