package dev.stepwell.engine.store;

/** What must be unique among executions; the shard is derived from the other two. */
public record ExecutionName(int shard, long stateMachineId, String name) {}
