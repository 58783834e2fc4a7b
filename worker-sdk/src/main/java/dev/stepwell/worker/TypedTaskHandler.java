package dev.stepwell.worker;

import org.jspecify.annotations.Nullable;

/**
 * Does the work of one activity task with input and output as Java values, mapped from and to JSON.
 *
 * @param <I> the input: a record, a collection, a {@code JsonNode}, …
 * @param <O> the output
 * @see ActivityWorker#typed(Class, TypedTaskHandler)
 */
@FunctionalInterface
public interface TypedTaskHandler<I, O extends @Nullable Object> {
  O handle(TaskContext context, I input) throws Exception;
}
