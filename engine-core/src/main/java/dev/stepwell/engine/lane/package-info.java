/**
 * Lanes: commands in, one transaction per batch, effects out. The only writers of executions.
 * Depends on the interpreter and the value packages, the machines, the codecs, the store ports, the
 * task board, the timers and the threads.
 */
@NullMarked
package dev.stepwell.engine.lane;

import org.jspecify.annotations.NullMarked;
