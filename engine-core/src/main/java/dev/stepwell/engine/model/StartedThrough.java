package dev.stepwell.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * The qualified ARN that an execution was started through.
 *
 * @param version number of the version that it runs, at least 1
 * @param alias the alias that chose the version; null: the version was named itself
 */
public record StartedThrough(int version, @Nullable String alias) {}
