/**
 * Load from a process of its own, over the public protocol, against a server that it starts as a
 * child process.
 *
 * <p>{@link dev.stepwell.benchmarks.BenchCommand} is the entry. Depends on the worker SDK and, for
 * the database that server and yardstick share, on the embedded PostgreSQL; on nothing of the
 * server, which is started by the name of its main class.
 */
@NullMarked
package dev.stepwell.benchmarks;

import org.jspecify.annotations.NullMarked;
