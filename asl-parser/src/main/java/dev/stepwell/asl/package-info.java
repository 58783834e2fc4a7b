/**
 * The Amazon States Language: definition text in, an immutable compiled model or all problems out.
 *
 * <p>{@link dev.stepwell.asl.Asl} is the entry. Depends on Jackson, Jayway json-path and dashjoin
 * jsonata only; knows nothing of executions, clocks, threads or databases.
 */
@NullMarked
package dev.stepwell.asl;

import org.jspecify.annotations.NullMarked;
