package dev.stepwell.engine.store;

import java.time.Instant;

/**
 * That an execution was redriven.
 *
 * @param count how often, at least once
 * @param at the last time, milliseconds precision
 * @param tokens the client tokens of the last ones; the engine codec's document
 */
public record Redriven(int count, Instant at, byte[] tokens) {}
