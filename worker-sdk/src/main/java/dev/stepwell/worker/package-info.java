/**
 * Activity workers: poll a Step Functions endpoint for tasks, run them, report what came of them.
 *
 * <p>{@link dev.stepwell.worker.ActivityWorker} is the entry; {@link
 * dev.stepwell.worker.StatesClient} is the wire protocol beneath it, for programs that start and
 * read executions. Compiled for Java 17. Depends on Jackson and SLF4J only, and on no other
 * Stepwell module.
 */
@NullMarked
package dev.stepwell.worker;

import org.jspecify.annotations.NullMarked;
