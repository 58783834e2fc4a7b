/**
 * Executions of Express machines, in the memory of the node that accepted them. Depends on the
 * interpreter and its words, call, cluster, machine, timer and the store ports.
 */
@NullMarked
package dev.stepwell.engine.express;

import org.jspecify.annotations.NullMarked;
