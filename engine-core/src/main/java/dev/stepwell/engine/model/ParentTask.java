package dev.stepwell.engine.model;

/**
 * The task that started an execution and is told of its end.
 *
 * @param scheduledEventId names the task within its execution
 */
public record ParentTask(ExecutionId executionId, long scheduledEventId) {}
