package dev.stepwell.engine.history;

import java.time.Instant;

/**
 * One event of an execution's history.
 *
 * @param id dense from 1 over the whole execution
 * @param previousEventId the event before it on its own track (root, branch, iteration); 0 for a
 *     root
 * @param timestamp milliseconds precision, never before the event of the preceding id
 */
public record HistoryEvent(
    long id, long previousEventId, Instant timestamp, EventType type, EventDetails details) {}
